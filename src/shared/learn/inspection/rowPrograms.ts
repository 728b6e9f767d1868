import type { Flow } from '../../flow/flow'
import type { Backend } from '../../tensor/runtime/backend'
import type { Table } from '../units'
import { FEW, likely, type Asked, type Prepared } from './questions'
import { RowProgram, type Given } from './rowProgram'

/** The programs of a flow on a backend, each built at its first use and kept. */
export class RowPrograms {
  readonly #programs = new Map<string, Promise<RowProgram>>()
  #likely: readonly Prepared[]

  constructor(
    private readonly flow: Flow,
    private readonly backend: Backend,
    /** Resolves after others have had their turn: between two runs. */
    private readonly breathe: () => Promise<void>,
  ) {
    this.#likely = likely(flow)
  }

  /** Puts all points to a program, a run at a time, and joins the outputs. */
  async run<O extends string>(
    asked: Asked,
    given: Given,
    points: Table,
    outputs: readonly O[],
  ): Promise<Record<O, Float64Array>> {
    const { width: step } = this.flow
    const count = points.length / step
    const rows = asked.alsoFew && count <= FEW ? FEW : asked.rows
    const program = await this.#program(asked, rows)
    const joined = {} as Record<O, Float64Array>
    for (let start = 0; start < count; start += rows) {
      if (start > 0) await this.breathe()
      const results = await program.run(given, points.subarray(start * step, (start + rows) * step), outputs)
      for (const output of outputs) {
        const width = results[output].length / (Math.min(count, start + rows) - start)
        joined[output] ??= new Float64Array(count * width)
        joined[output].set(results[output], start * width)
      }
    }
    for (const output of outputs) joined[output] ??= new Float64Array(0)
    return joined
  }

  /**
   * Builds one of the programs that views are likely to ask for, so that the first picture of a view need not wait for
   * it. Answers whether there may be more to build. One that cannot be built is not tried again.
   */
  async prepare(): Promise<boolean> {
    const next = this.#likely.find(({ asked, rows }) => !this.#programs.has(keyOf(asked, rows)))
    if (!next) return false
    try {
      await this.#program(next.asked, next.rows)
    } catch {
      this.#likely = this.#likely.filter((other) => other !== next) // whoever asks for it is told why
    }
    return true
  }

  /** Waits for the runs under way. */
  async dispose(): Promise<void> {
    const programs = await Promise.all(this.#programs.values())
    this.#programs.clear()
    await Promise.all(programs.map((program) => program.dispose()))
  }

  #program(asked: Asked, rows: number): Promise<RowProgram> {
    const { input, build } = asked
    const key = keyOf(asked, rows)
    let program = this.#programs.get(key)
    if (!program) {
      program = RowProgram.prepare(this.backend, build(this.flow, rows), input)
      this.#programs.set(key, program)
      program.catch(() => this.#programs.delete(key)) // asked again, it is tried again
    }
    return program
  }
}

const keyOf = ({ name }: Asked, rows: number): string => `${name} ${rows}`
