import type { Drawing, Subject } from './picture'

/** A drawing with how far it has come. */
export class Job {
  #stage = 0
  /** Rows done of the present stage. */
  #done = 0

  constructor(
    readonly drawing: Drawing,
    private readonly subject: Pick<Subject, 'flow' | 'inspector'>,
  ) {
    this.#settle()
  }

  /** Whether the frame can be made. */
  get whole(): boolean {
    return this.#stage === this.drawing.stages.length
  }

  /** Computes the next run of rows, if there are any, and answers how many they were. */
  async advance(): Promise<number> {
    if (this.whole) return 0
    const { flow, inspector } = this.subject
    const { rows, compute } = this.drawing.stages[this.#stage]
    const chunk = rows.subarray(this.#done * flow.dims, (this.#done + inspector.rowsPerRun) * flow.dims)
    await compute(chunk, this.#done)
    const count = chunk.length / flow.dims
    this.#done += count
    this.#settle()
    return count
  }

  /** Moves on past stages that are through. */
  #settle(): void {
    const { stages } = this.drawing
    while (this.#stage < stages.length && this.#done * this.subject.flow.dims >= stages[this.#stage].rows.length) {
      this.#stage++
      this.#done = 0
    }
  }
}
