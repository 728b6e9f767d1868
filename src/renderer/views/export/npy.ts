import type { NumberTable } from './numbers'

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** Of magic, version and the length of the header. */
const PREFIX = 10
/** The elements begin at a multiple of it. */
const ALIGNMENT = 64

/** A table as a NumPy array [rows, columns] of little-endian float32 in C order, version 1.0. Source: numpy.lib.format. */
export function npyOf({ columns, values }: NumberTable): Uint8Array<ArrayBuffer> {
  const rows = values.length / columns.length
  const shape = `(${String(rows)}, ${String(columns.length)})`
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`
  const start = Math.ceil((PREFIX + header.length + 1) / ALIGNMENT) * ALIGNMENT
  const bytes = new Uint8Array(start + 4 * values.length)
  const view = new DataView(bytes.buffer)
  bytes.set([...MAGIC, 1, 0])
  view.setUint16(8, start - PREFIX, true)
  bytes.set(new TextEncoder().encode(`${header.padEnd(start - PREFIX - 1)}\n`), PREFIX)
  values.forEach((value, i) => {
    view.setFloat32(start + 4 * i, value, true)
  })
  return bytes
}
