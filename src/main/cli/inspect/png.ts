import { deflateSync } from 'node:zlib'
import { crc32 } from '@shared/math/crc32'

/** A picture: RGBA bytes, row by row from the top. */
export interface Image {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** An image as a PNG file: eight bits a channel with alpha, rows unfiltered (PNG specification, sections 5 and 11). */
export function encodePng({ width, height, rgba }: Image): Uint8Array {
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, 6, 0, 0, 0], 8) // bits a channel, colour with alpha, and the only methods there are
  const stride = 4 * width
  const rows = new Uint8Array(height * (stride + 1)) // each row begins with its filter: 0, none
  for (let y = 0; y < height; y++) rows.set(rgba.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ])
}

/** Length, name, data, and the checksum of the name and the data. */
function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, checksum])
}
