import type { Program } from '../../ir/program'
import { sizeOf } from '../../ir/shape'
import type { Executable, Extent } from '../../runtime/backend'
import { wireShape, type Model } from './emit/model'
import { named } from './errors'
import type { Feed, Session, Values } from './runner'

type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** A model in a session. What is written goes to the device with the next run. */
export class TensorflowExecutable implements Executable {
  readonly #held = new Map<string, Floats>()
  readonly #written = new Set<string>()
  readonly #fetches: readonly string[]
  #results = new Map<string, Values>()
  #ran = 1
  /** What was begun. */
  #begun: Promise<void> | null = null

  constructor(
    readonly program: Program,
    private readonly model: Model,
    private readonly session: Session,
    private readonly float: 'float' | 'double',
    readonly threads: number,
  ) {
    for (const name of model.inputs.keys()) this.#hold(name)
    this.#fetches = [...[...model.outputs.values()].map(({ fetch }) => fetch), model.done]
  }

  get turns(): number {
    return this.model.turns
  }

  /** Has TensorFlow compile the program, and gives every input its zeros. */
  async start(): Promise<void> {
    const { count } = this.model
    await this.#flush()
    // where turns are counted, none is taken
    await this.session.run(count ? [{ name: count, shape: [], values: Int32Array.of(0) }] : [], this.#fetches)
    for (const { name } of this.program.updates) this.#hold(name)
    await this.#flush()
  }

  write(name: string, values: ArrayLike<number>): void {
    const place = this.model.inputs.get(name)
    const size = place ? sizeOf(place.shape) / (place.perTurn ? this.turns : 1) : 0
    const turns = values.length / size
    if (!place || !(turns === 1 || (place.perTurn && this.#isTurns(turns))))
      throw new Error(
        `internal: "${name}" of "${this.program.name}" takes ${place ? size : 'no'} values, got ${values.length}`,
      )
    this.#hold(name).set(values)
  }

  async run({ turns = 1 }: Extent = {}): Promise<void> {
    if (!this.#isTurns(turns)) throw new Error(`internal: "${this.program.name}" does not run ${turns} times`)
    const written = this.#flush()
    const { count, outputs } = this.model
    const feeds = count ? [{ name: count, shape: [], values: Int32Array.of(turns) }] : []
    const [values] = await this.#named(Promise.all([this.session.run(feeds, this.#fetches), written]))
    this.#results = new Map([...outputs.keys()].map((name, i) => [name, values[i]]))
    this.#ran = turns
    for (const { name } of this.program.updates) this.#held.delete(name)
  }

  begin(extent: Extent = {}): void {
    this.#begun = this.run(extent)
    this.#begun.catch(() => undefined) // told by `finish`
  }

  finish(): Promise<void> {
    const begun = this.#begun ?? Promise.resolve()
    this.#begun = null
    return begun
  }

  async read(name: string): Promise<Float64Array> {
    const held = this.#held.get(name)
    if (held) return this.#firstTurn(name, Float64Array.from(held))
    const input = this.model.inputs.get(name)
    if (input) return this.#numbers((await this.#named(this.session.run([], [input.read])))[0])
    const result = this.#results.get(name)
    if (!result) throw new Error(`internal: "${this.program.name}" has no "${name}", or has not run`)
    const { shape, perTurn } = this.model.outputs.get(name)!
    const numbers = this.#numbers(result)
    return perTurn ? numbers.slice(0, (this.#ran * sizeOf(shape)) / this.turns) : numbers
  }

  dispose(): void {
    this.#held.clear()
    this.#results.clear()
    this.session.dispose()
  }

  /** The values of an input that are the host's own, to be changed; they begin as zeros. */
  #hold(name: string): Floats {
    const size = sizeOf(this.model.inputs.get(name)!.shape)
    const values = this.#held.get(name) ?? (this.float === 'float' ? new Float32Array(size) : new Float64Array(size))
    this.#held.set(name, values)
    this.#written.add(name)
    return values
  }

  /** Sends what was written. */
  async #flush(): Promise<void> {
    const places = [...this.#written].map((name) => ({ name, place: this.model.inputs.get(name)! }))
    if (places.length === 0) return
    const feeds = places.map(({ name, place: { shape, write } }): Feed => {
      const values = this.#held.get(name)!
      const fed = values instanceof Float64Array ? new Int32Array(values.buffer) : values
      return { name: write.feed, shape: wireShape(shape, this.float), values: fed }
    })
    this.#written.clear()
    const done = places.map(({ place }) => place.write.done)
    try {
      await this.session.run(feeds, done)
    } catch (error) {
      for (const { name } of places) this.#written.add(name)
      throw error
    }
  }

  /** A failure says which program's it is. */
  #named<T>(answer: Promise<T>): Promise<T> {
    return answer.catch((error: unknown) => {
      throw named(this.program.name, error)
    })
  }

  #isTurns(count: number): boolean {
    return Number.isInteger(count) && count >= 1 && count <= this.turns
  }

  #firstTurn(name: string, values: Float64Array): Float64Array {
    const { perTurn } = this.model.inputs.get(name)!
    return perTurn ? values.slice(0, values.length / this.turns) : values
  }

  #numbers(values: Values): Float64Array {
    return values instanceof Int32Array ? new Float64Array(values.slice().buffer) : Float64Array.from(values)
  }
}
