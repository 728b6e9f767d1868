import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { serialise } from '@shared/document/serialise'
import { encodePng } from '../../../src/main/cli/inspect/png'
import { documentInPng, documentInSvg, pngWithDocument, svgWithDocument } from '../../../src/renderer/shells/inPicture'
import { documentOf } from '../documents'

const text = serialise({ ...documentOf('affine'), name: 'Größe <x> & “y” 流' })
const png = new Uint8Array(encodePng({ width: 2, height: 1, rgba: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255) }))

/** Data of the chunks of one name, their checksums looked at by zlib's own reader where they are pixels. */
function chunk(file: Uint8Array, name: string): Uint8Array {
  const at = Buffer.from(file).indexOf(name, 'latin1')
  return file.slice(at + 4, at + 4 + Buffer.from(file).readUInt32BE(at - 4))
}

describe('a document in a picture', () => {
  it('comes out of a PNG file as it went in, and leaves the pixels as they are', () => {
    const whole = pngWithDocument(png, text)
    expect(documentInPng(whole)).toBe(text)
    expect(inflateSync(chunk(whole, 'IDAT'))).toEqual(inflateSync(chunk(png, 'IDAT')))
    expect(Buffer.from(whole.slice(-12))).toEqual(Buffer.from(png.slice(-12)))
  })

  it('has the checksum that the specification asks for', () => {
    // of the empty last chunk of any PNG file, as the specification prints it
    expect(Buffer.from(png.slice(-4)).toString('hex')).toBe('ae426082')
  })

  it('comes out of an SVG as it went in', () => {
    const svg = '<?xml version="1.0"?><svg width="2"><path d="M0 0"/></svg>'
    const whole = svgWithDocument(svg, text)
    expect(documentInSvg(whole)).toBe(text)
    expect(whole.replace(/<metadata.*<\/metadata>/s, '')).toBe(svg)
  })

  it('is none where there is none, and breaks nothing', () => {
    expect([documentInPng(png), documentInSvg('<svg></svg>')]).toEqual([null, null])
    expect(documentInPng(new Uint8Array())).toBeNull()
    const whole = pngWithDocument(png, text)
    for (let length = 0; length < whole.length - 12; length++) {
      const cut = documentInPng(whole.slice(0, length))
      expect(cut === null || cut === text, String(length)).toBe(true)
    }
    expect(pngWithDocument(Uint8Array.of(1, 2, 3), text)).toEqual(Uint8Array.of(1, 2, 3))
  })
})
