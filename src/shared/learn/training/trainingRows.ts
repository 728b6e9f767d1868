import { entryOf } from '../../document/objective'
import type { TrainingSettings } from '../../document/schema'
import type { Flow } from '../../flow/flow'
import { Random } from '../../math/random'
import { RowUnits } from '../context'
import type { DrawRows } from '../data'
import type { Units } from '../units'
import { BatchQueue } from './batchQueue'
import type { Batches, BatchState } from './batches'
import { FreshBatches } from './freshBatches'
import { Minibatches } from './minibatches'
import { likelihood, type Aim } from './objectives'

/** Rows that set data-dependent parameters. */
const INITIAL_ROWS = 2048

/** Rows [n, D + C] of x and its context, in the flow's units. */
export interface TrainingData {
  /** At least one row. */
  readonly train: Float32Array
  /** May have no rows. */
  readonly validation: Float32Array
  /** Draws the rows of every batch, natural units, in place of those of `train`. */
  readonly draw: DrawRows | null
  /** Between natural rows and the flow's; `units` alone when left out, without context. */
  readonly rowUnits?: RowUnits
}

export interface TrainingRowsOptions {
  readonly flow: Flow
  readonly settings: Pick<TrainingSettings, 'batchSize'>
  readonly data: TrainingData
  readonly units: Units
  readonly aim?: Aim
}

/** The rows that the steps of a run have, in a sequence that follows from its seed; none where the objective takes none. */
export class TrainingRows {
  /** Whether a step takes rows of the data. */
  readonly taken: boolean
  #batches!: BatchQueue

  constructor(private readonly options: TrainingRowsOptions) {
    this.taken = entryOf((options.aim ?? likelihood).objective).rows
  }

  /** Rows per step; of an objective without rows, its draws. */
  get batch(): number {
    const { settings, data, flow } = this.options
    const endless = data.draw !== null || !this.taken
    return endless ? settings.batchSize : Math.min(settings.batchSize, data.train.length / flow.width)
  }

  /** Begins the sequence of a seed. */
  begin(seed: number): void {
    const random = new Random(seed).fork('batches')
    this.#batches = new BatchQueue(this.#draw(this.options.settings.batchSize, random))
  }

  /** Goes on with the sequence of a seed from where one of its trainers stood. */
  restore(seed: number, state: BatchState): void {
    this.begin(seed)
    this.#batches.restore(state)
  }

  state(): BatchState {
    return this.#batches.state()
  }

  /** Rows to set data-dependent parameters by, apart from the sequence. */
  initial(random: Random): Float64Array {
    return Float64Array.from(this.#draw(INITIAL_ROWS, random).next())
  }

  /** Draws what the next steps are to have, before they ask for it. */
  prepare(steps: number): void {
    if (this.taken) this.#batches.prepare(steps)
  }

  /** The batches of the next steps, one after another. */
  take(steps: number): Float32Array | null {
    return this.taken ? this.#batches.take(steps) : null
  }

  /** The batch of the step so many after the first of those last taken; those after it were not taken, then. */
  backTo(index: number): Float32Array | null {
    return this.taken ? this.#batches.backTo(index) : null
  }

  #draw(size: number, random: Random): Batches {
    const { data, flow, units } = this.options
    return data.draw
      ? new FreshBatches(data.draw, data.rowUnits ?? new RowUnits(units), size, random)
      : new Minibatches(data.train, flow.width, size, random)
  }
}
