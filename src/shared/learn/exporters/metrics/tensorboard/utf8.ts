/** What stands for half of a UTF-16 pair without its other half, as `TextEncoder` has it. */
const REPLACEMENT = 0xfffd

/** A text's UTF-8, which the language itself does not have. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const given = character.codePointAt(0)!
    const code = given >= 0xd800 && given < 0xe000 ? REPLACEMENT : given
    const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
    // as many ones as there are bytes, then a zero and the highest bits; six bits in each of the others
    bytes.push(more === 0 ? code : ((0x7f80 >> more) & 0xff) | (code >> (6 * more)))
    for (let rest = more - 1; rest >= 0; rest--) bytes.push(0x80 | ((code >> (6 * rest)) & 0x3f))
  }
  return Uint8Array.from(bytes)
}
