import { decodeBase64, encodeBase64 } from './base64'

/** Base64 of little-endian float32, as documents and models keep numbers. */
export function encodeFloat32(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i], true)
  return encodeBase64(new Uint8Array(view.buffer))
}

/** The numbers of such a text, or null when it is not base64 of whole float32 values. */
export function decodeFloat32(text: string): Float32Array | null {
  const bytes = decodeBase64(text)
  if (bytes === null || bytes.length % 4 !== 0) return null
  const view = new DataView(bytes.buffer)
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true))
}
