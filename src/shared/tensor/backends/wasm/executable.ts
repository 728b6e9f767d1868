import { sizeOf } from '../../ir/shape'
import type { Program } from '../../ir/program'
import type { Executable, Extent } from '../../runtime/backend'
import type { Precision } from './lanes'
import type { Location, Lowered } from './lower/lowered'
import { beginRun, sync } from './phases'
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
  #threads = 1
  /** Of the last run. */
  #turns = 1

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
    const begin = (phases: number) => {
      beginRun(this.#words, { phases, threads: 1 })
    }
    const finish = () => {
      instance.exports.run(0)
    }
    this.#team = {
      run: (phases) => {
        begin(phases)
        finish()
      },
      begin,
      finish,
      dispose: () => undefined,
    }
    this.#teams.set(1, this.#team)
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
    return this.#threads
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
    this.#threads = count
  }

  /** The most turns of a run. */
  get turns(): number {
    return this.lowered.turns
  }

  /** Back to how it was made: inputs zero, nothing run. Threads may still come back late from the last run. */
  clear(): void {
    this.#bits.fill(0, this.lowered.begin)
    this.#fill()
  }

  /** Writes what the program comes with. */
  #fill(): void {
    for (const { address, values, mask } of this.lowered.constants) this.#put(address, values, mask)
    for (const { address, values } of this.lowered.tables) this.#words.set(values, address / 4)
  }

  write(name: string, values: ArrayLike<number>): void {
    const location = this.lowered.inputs.get(name)
    const size = location ? sizeOf(location.shape) : 0
    const turns = values.length / size
    if (!location || !(turns === 1 || (location.kind === 'rows' && this.#isTurns(turns))))
      throw new Error(
        `internal: "${name}" of "${this.program.name}" takes ${location ? size : 'no'} values, got ${values.length}`,
      )
    if (location.kind === 'uniform') this.#put(location.address, values, location.mask)
    else for (let turn = 0; turn < turns; turn++) this.#writeRows(location, values, turn)
  }

  run(extent: Extent = {}): Promise<void> {
    const phases = this.#open(extent)
    return settled(() => {
      this.#team.run(phases)
    })
  }

  begin(extent: Extent = {}): void {
    this.#team.begin(this.#open(extent))
  }

  finish(): Promise<void> {
    return settled(() => {
      this.#team.finish()
    })
  }

  /** Says in the memory of what a run is to be; answers its phases. */
  #open({ rows, turns = 1 }: Extent): number {
    const { rows: all, phases } = this.lowered
    if (!this.#isTurns(turns)) throw new Error(`internal: "${this.program.name}" does not run ${turns} times`)
    this.#words[sync.rows] = rows === undefined ? all.most : Math.min(all.most, Math.ceil(rows / all.step) * all.step)
    this.#words[sync.turns] = this.#turns = turns
    return phases * turns
  }

  #isTurns(count: number): boolean {
    return Number.isInteger(count) && count >= 1 && count <= this.turns
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

  #uniform({ address: last, record, shape, mask }: Location & { kind: 'uniform' }): Float64Array {
    const [address, count] = record === undefined ? [last, sizeOf(shape)] : [record, this.#turns * sizeOf(shape)]
    const start = address / this.#floats.BYTES_PER_ELEMENT
    const numbers = this.#floats.subarray(start, start + count)
    if (!mask) return Float64Array.from(numbers)
    return Float64Array.from(numbers, (_, i) =>
      this.#bits[address + i * this.#floats.BYTES_PER_ELEMENT] === 0 ? 0 : 1,
    )
  }

  /** Rows as they come, [before, B, after], into tiles of [before · after][T]. The last tile is filled with its last row. */
  #writeRows(location: Location & { kind: 'rows' }, values: ArrayLike<number>, turn: number): void {
    const { before, batch, after, tile, stride, start: first, perTile, perTurn } = this.#geometry(location)
    const [start, skipped] = [first + turn * perTurn, turn * before * batch * after]
    const floats = this.#floats
    const padded = Math.ceil(batch / tile) * tile
    for (let t = 0; t < padded; t++) {
      const row = t < batch ? t : batch - 1
      const to = start + Math.floor(t / tile) * perTile + (t % tile)
      for (let i = 0, e = 0; i < before; i++) {
        const from = skipped + (i * batch + row) * after
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
      perTurn: place.bytesPerTurn / bytes,
    }
  }
}

/** A promise of what was done at once. */
function settled(deed: () => void): Promise<void> {
  try {
    deed()
    return Promise.resolve()
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)))
  }
}
