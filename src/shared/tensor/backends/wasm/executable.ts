import { sizeOf } from '../../ir/shape'
import type { Program } from '../../ir/program'
import type { Executable } from '../../runtime/backend'
import { sync, SYNC_BYTES } from './barrier'
import type { Precision } from './lanes'
import type { Location, Lowered } from './lower/lower'
import type { ThreadPool, ThreadedProgram } from './threadPool'

const PAGE = 65536

type Floats = Float32Array | Float64Array

/** What a program is run with. */
export interface Machine {
  readonly module: WebAssembly.Module
  readonly precision: Precision
  readonly shared: boolean
  readonly pool: ThreadPool | null
}

/** A compiled program in memory of its own, on as many threads as it was compiled for. */
export class WasmExecutable implements Executable {
  readonly #floats: Floats
  /** Bits of the same memory, for truth values. */
  readonly #bits: Uint8Array
  readonly #words: Int32Array
  /** By the number of threads. */
  readonly #teams = new Map<number, ThreadedProgram>()
  #team: ThreadedProgram

  private constructor(
    readonly program: Program,
    private readonly lowered: Lowered,
    private readonly machine: Machine,
    private readonly memory: WebAssembly.Memory,
    private readonly instance: WebAssembly.Instance,
  ) {
    const { buffer } = memory
    this.#floats = machine.precision === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer)
    this.#bits = new Uint8Array(buffer)
    this.#words = new Int32Array(buffer)
    this.#team = {
      run: () => {
        instance.exports.run(0)
      },
      dispose: () => undefined,
    }
    this.#teams.set(1, this.#team)
    this.#words[sync.threads] = 1
    this.#fill()
  }

  /** On one thread. */
  static create(program: Program, lowered: Lowered, machine: Machine): WasmExecutable {
    const pages = lowered.memory / PAGE
    const memory = new WebAssembly.Memory({
      initial: pages,
      ...(machine.shared ? { maximum: pages, shared: true } : {}),
    })
    const instance = new WebAssembly.Instance(machine.module, { env: { memory } })
    return new WasmExecutable(program, lowered, machine, memory, instance)
  }

  /** Threads that it runs on. */
  get threads(): number {
    return this.#words[sync.threads]
  }

  /** Runs on so many threads from now on. */
  async useThreads(count: number): Promise<void> {
    const { module, pool } = this.machine
    let team = this.#teams.get(count)
    if (!team) {
      if (!pool) throw new Error('internal: more threads than one, and no pool')
      team = await pool.load({ module, memory: this.memory, instance: this.instance, threads: count })
      this.#teams.set(count, team)
    }
    this.#team = team
    this.#words[sync.threads] = count
  }

  /** Back to how it was made: inputs zero, nothing run. Threads may still be waking up from the last barrier. */
  clear(): void {
    this.#bits.fill(0, SYNC_BYTES)
    this.#fill()
  }

  /** Writes what the program comes with. */
  #fill(): void {
    for (const { address, values, mask } of this.lowered.constants) this.#put(address, values, mask)
    for (const { address, values } of this.lowered.tables) this.#words.set(values, address / 4)
  }

  write(name: string, values: ArrayLike<number>): void {
    const location = this.lowered.inputs.get(name)
    if (!location || values.length !== sizeOf(location.shape))
      throw new Error(
        `internal: "${name}" of "${this.program.name}" takes ${location ? sizeOf(location.shape) : 'no'} values, got ${values.length}`,
      )
    if (location.kind === 'uniform') this.#put(location.address, values, location.mask)
    else this.#writeRows(location, values)
  }

  run(rows?: number): Promise<void> {
    const { most, step } = this.lowered.rows
    this.#words[sync.rows] = rows === undefined ? most : Math.min(most, Math.ceil(rows / step) * step)
    try {
      this.#team.run()
      return Promise.resolve()
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  read(name: string): Promise<Float64Array> {
    const location = this.lowered.inputs.get(name) ?? this.lowered.outputs.get(name)
    if (!location) throw new Error(`internal: "${this.program.name}" has no "${name}"`)
    return Promise.resolve(location.kind === 'uniform' ? this.#uniform(location) : this.#rows(location))
  }

  dispose(): void {
    for (const team of this.#teams.values()) team.dispose()
  }

  #put(address: number, values: ArrayLike<number>, mask: boolean): void {
    const { BYTES_PER_ELEMENT: bytes } = this.#floats
    if (!mask) {
      this.#floats.set(values, address / bytes)
      return
    }
    for (let i = 0; i < values.length; i++)
      this.#bits.fill(values[i] === 0 ? 0 : 0xff, address + i * bytes, address + (i + 1) * bytes)
  }

  #uniform({ address, shape, mask }: Location & { kind: 'uniform' }): Float64Array {
    const start = address / this.#floats.BYTES_PER_ELEMENT
    const numbers = this.#floats.subarray(start, start + sizeOf(shape))
    if (!mask) return Float64Array.from(numbers)
    return Float64Array.from(numbers, (_, i) =>
      this.#bits[address + i * this.#floats.BYTES_PER_ELEMENT] === 0 ? 0 : 1,
    )
  }

  /** Rows as they come, [before, B, after], into tiles of [before · after][T]. The last tile is filled with its last row. */
  #writeRows(location: Location & { kind: 'rows' }, values: ArrayLike<number>): void {
    const { before, batch, after, tile, stride, start, perTile } = this.#geometry(location)
    const floats = this.#floats
    const padded = Math.ceil(batch / tile) * tile
    for (let t = 0; t < padded; t++) {
      const row = t < batch ? t : batch - 1
      const to = start + Math.floor(t / tile) * perTile + (t % tile)
      for (let i = 0, e = 0; i < before; i++) {
        const from = (i * batch + row) * after
        for (let k = 0; k < after; k++, e++) floats[to + e * stride] = values[from + k]
      }
    }
  }

  #rows(location: Location & { kind: 'rows' }): Float64Array {
    const { before, batch, after, tile, stride, start, perTile } = this.#geometry(location)
    const out = new Float64Array(before * batch * after)
    const floats = this.#floats
    for (let t = 0; t < batch; t++) {
      const from = start + Math.floor(t / tile) * perTile + (t % tile)
      for (let i = 0, e = 0; i < before; i++) {
        const to = (i * batch + t) * after
        for (let k = 0; k < after; k++, e++) out[to + k] = floats[from + e * stride]
      }
    }
    // All bits set are a NaN.
    return location.mask ? out.map((bits) => (bits === 0 ? 0 : 1)) : out
  }

  #geometry({ place, shape, axis }: Location & { kind: 'rows' }) {
    const { BYTES_PER_ELEMENT: bytes } = this.#floats
    return {
      before: sizeOf(shape.slice(0, axis)),
      batch: shape[axis],
      after: sizeOf(shape.slice(axis + 1)),
      tile: this.lowered.tile,
      stride: this.lowered.stride,
      start: place.base / bytes,
      perTile: place.bytesPerTile / bytes,
    }
  }
}
