import type { Drawing, Stage, Subject } from './picture'

/** A drawing with how far it has come. */
export class Job {
  readonly #stages: Iterator<Stage>
  /** Null when there are no more. */
  #stage: Stage | null
  /** Rows done of the present stage. */
  #done = 0
  #worked = 0

  constructor(
    readonly drawing: Drawing,
    private readonly subject: Pick<Subject, 'flow' | 'inspector'>,
  ) {
    this.#stages = drawing.stages[Symbol.iterator]()
    this.#stage = this.#next()
  }

  /** Whether the frame can be made. */
  get whole(): boolean {
    return this.#stage === null
  }

  /** In the time of how many rows it was computed so far, the steps in which they come being filled. */
  get worked(): number {
    return this.#worked
  }

  /** Computes the next run of rows, if there are any, and answers how many they were. */
  async advance(): Promise<number> {
    if (!this.#stage) return 0
    const { flow, inspector } = this.subject
    const { rows, compute } = this.#stage
    const chunk = rows.subarray(this.#done * flow.width, (this.#done + inspector.rowsPerRun) * flow.width)
    await compute(chunk, this.#done)
    const count = chunk.length / flow.width
    this.#done += count
    this.#worked += Math.ceil(count / inspector.rowStep) * inspector.rowStep
    if (this.#done * flow.width >= rows.length) this.#stage = this.#next()
    return count
  }

  /** The next stage that has rows. */
  #next(): Stage | null {
    this.#done = 0
    for (;;) {
      const { done, value } = this.#stages.next()
      if (done) return null
      if (value.rows.length > 0) return value
    }
  }
}
