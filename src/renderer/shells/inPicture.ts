import { crc32 } from '@shared/document/crc32'

/**
 * A document inside a picture of its flow, so that the picture opens as the flow that it shows: in a text chunk of a PNG file
 * (iTXt of the PNG specification), or in the metadata of an SVG.
 */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const KEYWORD = 'diffeo document'
/** Length, name and checksum of a chunk, in bytes. */
const AROUND = 12

interface Chunk {
  readonly name: string
  /** Where it begins in the file, and where the next one does. */
  readonly start: number
  readonly end: number
  readonly data: Uint8Array
}

/** The same PNG file with the text in it. Expects bytes of a PNG file; others are answered as they are. */
export function pngWithDocument(png: Uint8Array<ArrayBuffer>, text: string): Uint8Array<ArrayBuffer> {
  const last = chunksOf(png).find(({ name }) => name === 'IEND')
  if (!last) return png
  const encode = new TextEncoder()
  // keyword, its end, uncompressed twice, and neither a language nor a translated keyword
  const data = Uint8Array.of(...encode.encode(KEYWORD), 0, 0, 0, 0, 0)
  const inserted = chunk('iTXt', data, encode.encode(text))
  const whole = new Uint8Array(png.length + inserted.length)
  whole.set(png.subarray(0, last.start))
  whole.set(inserted, last.start)
  whole.set(png.subarray(last.start), last.start + inserted.length)
  return whole
}

/** The text that `pngWithDocument` put into a file; null where there is none. */
export function documentInPng(png: Uint8Array): string | null {
  const head = `${KEYWORD}\0\0\0\0\0`
  for (const { name, data } of chunksOf(png)) {
    if (name !== 'iTXt' || latin(data.subarray(0, head.length)) !== head) continue
    return new TextDecoder().decode(data.subarray(head.length))
  }
  return null
}

/** The same SVG with the text in it. */
export function svgWithDocument(svg: string, text: string): string {
  const at = svg.indexOf('>', svg.indexOf('<svg')) + 1
  return `${svg.slice(0, at)}<metadata id="${SVG_ID}">${escaped(text)}</metadata>${svg.slice(at)}`
}

/** The text that `svgWithDocument` put into a file; null where there is none. */
export function documentInSvg(svg: string): string | null {
  const found = new RegExp(`<metadata id="${SVG_ID}">([^<]*)</metadata>`).exec(svg)
  return found && found[1].replace(/&(lt|gt|amp);/g, (_, name: keyof typeof signs) => signs[name])
}

const SVG_ID = 'diffeo-document'
const signs = { lt: '<', gt: '>', amp: '&' } as const
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The chunks of a PNG file as far as they are whole; none of a file that is no PNG. */
function chunksOf(file: Uint8Array): readonly Chunk[] {
  if (SIGNATURE.some((byte, i) => file[i] !== byte)) return []
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks: Chunk[] = []
  for (let start = SIGNATURE.length; start + AROUND <= file.length;) {
    const length = view.getUint32(start)
    const end = start + AROUND + length
    if (end > file.length) break
    const name = latin(file.subarray(start + 4, start + 8))
    chunks.push({ name, start, end, data: file.subarray(start + 8, start + 8 + length) })
    start = end
  }
  return chunks
}

function chunk(name: string, head: Uint8Array, body: Uint8Array): Uint8Array {
  const length = head.length + body.length
  const bytes = new Uint8Array(AROUND + length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, length)
  bytes.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  )
  bytes.set(head, 8)
  bytes.set(body, 8 + head.length)
  view.setUint32(8 + length, crc32(bytes.subarray(4, 8 + length)))
  return bytes
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
