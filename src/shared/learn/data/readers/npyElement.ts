/** How one element of an array is read. */
export interface ElementReader {
  /** Bytes of one element. */
  readonly size: number
  read(view: DataView, at: number): number
}

type Read = (view: DataView, at: number, little: boolean) => number

const readers: Readonly<Record<string, Read>> = {
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f2: (view, at, little) => fromHalf(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
}

/** The reader for a NumPy type string such as `<f8`, `>i2` or `|b1`; null for one that is not a real number. */
export function elementReader(descr: string): ElementReader | null {
  const match = /^([<>|=])([biuf]\d)$/.exec(descr)
  if (!match || !Object.hasOwn(readers, match[2])) return null
  const read = readers[match[2]]
  const little = match[1] !== '>'
  return { size: Number(match[2][1]), read: (view, at) => read(view, at, little) }
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
