/**
 * Messages one after another in a stream of bytes, which knows no messages: before each its length, u32 little-endian.
 */

const PREFIX = 4

/** What goes before a message of so many bytes. */
export function lengthPrefix(length: number): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(PREFIX)
  new DataView(prefix.buffer).setUint32(0, length, true)
  return prefix
}

/** Makes messages again of the pieces in which a stream arrives, wherever those are cut. */
export class MessageCutter {
  #pieces: Uint8Array[] = []
  /** Bytes in `#pieces`. */
  #waiting = 0
  /** Bytes until the next cut, and whether they are a length. */
  #wanted = PREFIX
  #atLength = true

  /** @param limit most bytes of one message */
  constructor(private readonly limit: number) {}

  /** The messages that are whole with this piece. Throws when one is said to be longer than the limit. */
  *take(piece: Uint8Array): Generator<Uint8Array, void, undefined> {
    this.#pieces.push(piece)
    this.#waiting += piece.length
    while (this.#waiting >= this.#wanted) {
      const bytes = this.#cut(this.#wanted)
      if (this.#atLength) {
        this.#wanted = new DataView(bytes.buffer, bytes.byteOffset, PREFIX).getUint32(0, true)
        if (this.#wanted > this.limit) throw new Error(`${this.#wanted} bytes, expected at most ${this.limit}`)
      } else {
        this.#wanted = PREFIX
        yield bytes
      }
      this.#atLength = !this.#atLength
    }
  }

  #cut(count: number): Uint8Array {
    const all = this.#pieces.length === 1 ? this.#pieces[0] : joined(this.#pieces, this.#waiting)
    this.#pieces = [all.subarray(count)]
    this.#waiting -= count
    return all.subarray(0, count)
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
