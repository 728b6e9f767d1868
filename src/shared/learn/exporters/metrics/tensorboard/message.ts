import { Bytes } from './bytes'
import { encodeUtf8 } from './utf8'

/** Wire types, protobuf.dev/programming-guides/encoding. */
const [VARINT, FIXED64, SIZED, FIXED32] = [0, 1, 2, 5]

/** A protobuf message, whose fields are to be added in order of their numbers, as other writers do. */
export class Message {
  readonly #out = new Bytes()

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#out.written
  }

  /** From 0 to 2^53. */
  integer(field: number, value: number): this {
    this.#key(field, VARINT).varint(value)
    return this
  }

  double(field: number, value: number): this {
    this.#key(field, FIXED64).float64(value)
    return this
  }

  float(field: number, value: number): this {
    this.#key(field, FIXED32).float32(value)
    return this
  }

  text(field: number, value: string): this {
    return this.#sized(field, encodeUtf8(value))
  }

  message(field: number, value: Message): this {
    return this.#sized(field, value.bytes)
  }

  #sized(field: number, bytes: Uint8Array): this {
    this.#key(field, SIZED).varint(bytes.length).append(bytes)
    return this
  }

  #key(field: number, wireType: number): Bytes {
    return this.#out.varint(field * 8 + wireType)
  }
}
