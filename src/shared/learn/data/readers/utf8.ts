const CHUNK = 8192

/** Where code units gather; a decode never yields to another, so one serves all. */
const units = new Uint16Array(CHUNK + 1)

/** The text of bytes[from…to) read as UTF-8, or null where they are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array, from = 0, to = bytes.length): string | null {
  const parts: string[] = []
  let used = 0
  let at = from
  while (at < to) {
    const lead = bytes[at++]
    if (lead < 0x80) {
      units[used++] = lead
    } else {
      const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1
      if (lead < 0xc2 || lead > 0xf4 || at + more > to) return null
      let code = lead & (0x3f >> more)
      for (let i = 0; i < more; i++) {
        const next = bytes[at++]
        if ((next & 0xc0) !== 0x80) return null
        code = (code << 6) | (next & 0x3f)
      }
      const shortest = more === 3 ? 0x10000 : more === 2 ? 0x800 : 0x80
      if (code < shortest || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null
      if (code >= 0x10000) {
        units[used++] = 0xd800 + ((code - 0x10000) >> 10)
        code = 0xdc00 + (code & 0x3ff)
      }
      units[used++] = code
    }
    if (used >= CHUNK) {
      parts.push(String.fromCharCode.apply(null, units.subarray(0, used) as unknown as number[]))
      used = 0
    }
  }
  const last = String.fromCharCode.apply(null, units.subarray(0, used) as unknown as number[])
  return parts.length === 0 ? last : parts.join('') + last
}
