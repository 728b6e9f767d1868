/** Base64 with padding (RFC 4648, section 4), written out because `src/shared` has neither `atob` nor `Buffer`. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const pad = '='.charCodeAt(0)
const notInAlphabet = 255

const codes = Uint8Array.from(alphabet, (char) => char.charCodeAt(0))
const values = new Uint8Array(256).fill(notInAlphabet)
codes.forEach((code, value) => (values[code] = value))

/** Characters turned into text at once; more would exceed the arguments that a call may have. */
const chunk = 0x2000

export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = []
  const block = new Uint8Array(chunk)
  for (let at = 0; at < bytes.length;) {
    let size = 0
    for (; at < bytes.length && size < chunk; at += 3, size += 4) {
      const left = bytes.length - at
      const word = (bytes[at] << 16) | ((left > 1 ? bytes[at + 1] : 0) << 8) | (left > 2 ? bytes[at + 2] : 0)
      block[size] = codes[word >> 18]
      block[size + 1] = codes[(word >> 12) & 63]
      block[size + 2] = left > 1 ? codes[(word >> 6) & 63] : pad
      block[size + 3] = left > 2 ? codes[word & 63] : pad
    }
    parts.push(String.fromCharCode.apply(null, block.subarray(0, size) as unknown as number[])) // a spread takes twice as long
  }
  return parts.join('')
}

/** The bytes of a base64 text; null when it is not one: a foreign character, a length that fits no bytes, stray bits. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let word = 0
  let foreign = 0
  for (let at = 0, to = 0; at < digits; at++) {
    const code = text.charCodeAt(at)
    const value = code < 256 ? values[code] : notInAlphabet
    foreign |= value // only `notInAlphabet` has bits above the lowest six
    word = (word << 6) | (value & 63)
    if (at % 4 !== 3) continue
    bytes[to++] = (word >> 16) & 255
    bytes[to++] = (word >> 8) & 255
    bytes[to++] = word & 255
    word = 0
  }
  if (foreign > 63) return null
  if (padding === 0) return bytes
  const spare = padding === 1 ? 2 : 4 // bits of the last digit that belong to no byte
  if ((word & ((1 << spare) - 1)) !== 0) return null
  const rest = word >> spare
  if (padding === 1) bytes[bytes.length - 2] = (rest >> 8) & 255
  bytes[bytes.length - 1] = rest & 255
  return bytes
}
