/** Bytes that are appended to, numbers with the low byte first. */
export class Bytes {
  #bytes = new Uint8Array(64)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  /** What was written; valid until more is. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length)
  }

  append(bytes: Uint8Array): this {
    const at = this.#room(bytes.length)
    this.#bytes.set(bytes, at)
    return this
  }

  uint32(value: number): this {
    const at = this.#room(4)
    this.#view.setUint32(at, value, true)
    return this
  }

  uint64(value: number): this {
    const at = this.#room(8)
    this.#view.setBigUint64(at, BigInt(value), true)
    return this
  }

  float32(value: number): this {
    const at = this.#room(4)
    this.#view.setFloat32(at, value, true)
    return this
  }

  float64(value: number): this {
    const at = this.#room(8)
    this.#view.setFloat64(at, value, true)
    return this
  }

  /** A whole number from 0 to 2^53 in groups of seven bits, all but the last marked: divided, since `>>` ends at 32 bits. */
  varint(value: number): this {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#byte(0x80 | (rest % 0x80))
    return this.#byte(rest)
  }

  #byte(value: number): this {
    const at = this.#room(1) // first: the room may be another array
    this.#bytes[at] = value
    return this
  }

  /** Makes room for so many bytes, and answers where. */
  #room(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length)
      larger.set(this.#bytes)
      this.#bytes = larger
      this.#view = new DataView(larger.buffer)
    }
    return at
  }
}
