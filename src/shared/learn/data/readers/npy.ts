import { failure, type Outcome } from '../../../document/issue'
import { checkShape } from './limits'
import { elementReader } from './npyElement'
import { buildTable, ColumnBuilder, HEAD_ROWS, type Table } from './table'
import { decodeUtf8 } from './utf8'

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  /** Where the elements start. */
  readonly offset: number
}

/**
 * Reads a NumPy array file, versions 1 to 3: real numbers or booleans of either byte order, in C or Fortran order,
 * of shape [rows] or [rows, columns]. Columns are named x1, x2, …
 * Source: numpy.lib.format.
 */
export function readNpy(file: string, bytes: Uint8Array): Outcome<Table> {
  const header = readHeader(file, bytes)
  if (!header.ok) return header
  const { descr, fortran, shape, offset } = header.value
  if (shape.length !== 1 && shape.length !== 2) {
    const got = `its shape is (${shape.join(', ')})`
    return failure(`File "${file}": ${got}, expected (rows,) or (rows, columns). Reshape the array.`)
  }
  const [rows, columns = 1] = shape
  const sized = checkShape(file, rows, columns)
  if (!sized.ok) return sized
  const element = elementReader(descr)
  if (element === null) {
    const expected = 'expected integers, booleans or floats of up to 64 bits'
    return failure(`File "${file}" holds elements of type ${descr}, ${expected}. Save it with another dtype.`)
  }
  const needed = rows * columns * element.size
  const present = bytes.length - offset
  if (present !== needed) {
    const fault = present < needed ? 'is cut short' : 'has bytes left over'
    return failure(`File "${file}" ${fault}: ${present} bytes of elements, expected ${needed}. Save it again.`)
  }

  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, needed)
  const builders = Array.from({ length: columns }, (_, c) => new ColumnBuilder(`x${c + 1}`, rows))
  builders.forEach((builder, c) => {
    for (let r = 0; r < rows; r++) {
      builder.number(element.read(view, (fortran ? c * rows + r : r * columns + c) * element.size))
    }
  })
  const head = Array.from({ length: Math.min(rows, HEAD_ROWS) }, (_, r) =>
    builders.map((_builder, c) =>
      String(element.read(view, (fortran ? c * rows + r : r * columns + c) * element.size)),
    ),
  )
  return buildTable(file, builders, rows, head)
}

/** The header: magic, version, length, then a Python dict literal such as {'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }. */
function readHeader(file: string, bytes: Uint8Array): Outcome<Header> {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) {
    return failure(`File "${file}" is not a NumPy array: it does not start with the mark of one. Choose a .npy file.`)
  }
  const damaged = (what: string) => failure(`File "${file}": ${what}. Save the array again.`)
  const version = bytes[6]
  if (version < 1 || version > 3) return damaged(`its format version is ${version}, expected 1, 2 or 3`)
  const start = version === 1 ? 10 : 12
  if (bytes.length < start) return damaged('its header is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const offset = start + length
  if (length > 1_000_000 || offset > bytes.length) return damaged('its header is cut short')
  const text = version === 3 ? decodeUtf8(bytes, start, offset) : decodeLatin1(bytes.subarray(start, offset))
  if (text === null) return damaged('its header is not text')

  if (/'descr':\s*\[/.test(text)) return failure(`File "${file}" is a structured array. Save a plain array of numbers.`)
  const descr = /'descr':\s*'([^']*)'/.exec(text)
  const order = /'fortran_order':\s*(True|False)/.exec(text)
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(text)
  if (!descr || !order || !shape) return damaged("its header lacks 'descr', 'fortran_order' or 'shape'")
  const sizes = shape[1].split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  return { ok: true, value: { descr: descr[1], fortran: order[1] === 'True', shape: sizes, offset } }
}

const decodeLatin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
