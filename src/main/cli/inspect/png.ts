import { deflateSync } from 'node:zlib'
import { crc32 } from '@shared/document/crc32'

/** A picture: RGBA bytes, row by row from the top. */
export interface Image {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/**
 * An image as a PNG file, rows unfiltered (PNG specification, sections 5 and 11): by a palette where it has 256 colours or
 * fewer, else eight bits a channel with alpha.
 */
export function encodePng(image: Image): Uint8Array {
  const indexed = byPalette(image)
  const [kind, bytes, chunks] = indexed ? [3, indexed.indices, indexed.chunks] : [6, image.rgba, []]
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', headerOf(image, kind)),
    ...chunks,
    chunk('IDAT', deflateSync(unfiltered(bytes, image.height), { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ])
}

function headerOf({ width, height }: Image, kind: number): Uint8Array {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, kind, 0, 0, 0], 8) // bits, kind of colour, and the only methods there are
  return header
}

/** Each row begins with its filter: 0, none. */
function unfiltered(bytes: Uint8Array, height: number): Uint8Array {
  const stride = bytes.length / height
  const rows = new Uint8Array(height * (stride + 1))
  for (let y = 0; y < height; y++) rows.set(bytes.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  return rows
}

/** The place of each pixel's colour in a palette, and that palette with its alpha; null with too many colours for one. */
function byPalette({ rgba }: Image) {
  const pixels = new DataView(rgba.buffer, rgba.byteOffset, rgba.byteLength)
  const places = new Map<number, number>()
  const indices = new Uint8Array(rgba.length / 4)
  for (let i = 0; i < indices.length; i++) {
    const colour = pixels.getUint32(4 * i)
    const place = places.get(colour) ?? places.size
    if (place === 256) return null
    places.set(colour, place)
    indices[i] = place
  }
  const colours = [...places.keys()]
  const palette = Uint8Array.from(
    colours.flatMap((colour) => [colour >>> 24, (colour >>> 16) & 255, (colour >>> 8) & 255]),
  )
  const alpha = Uint8Array.from(colours, (colour) => colour & 255)
  return { indices, chunks: [chunk('PLTE', palette), chunk('tRNS', alpha)] }
}

/** Length, name, data, and the checksum of the name and the data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, checksum])
}
