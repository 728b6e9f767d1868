import type { DataSummary, Frame, View } from '../../rpc/protocol'
import type { Session } from '../session'
import type { Ladder } from './rates'

/** What pictures are of. */
export interface Subject extends Pick<Session, 'flow' | 'inspector' | 'units'> {
  /** None for a flow without context. */
  readonly context?: Session['context']
  readonly opened: { readonly data: Pick<DataSummary, 'preview'> & Partial<Pick<DataSummary, 'context'>> }
}

/** A run of rows to compute, and where their results go. */
export interface Stage {
  /** [n, D + C], in the flow's units. */
  readonly rows: Float64Array
  /** Computes some of the rows, the first of which is row `at`. */
  compute(chunk: Float64Array, at: number): Promise<void>
}

/** A picture under way: the frame is whole once every stage is through all its rows. */
export interface Drawing {
  /** Each is asked for when the last is through: what it is of may depend on what that found. */
  readonly stages: Iterable<Stage>
  /** The frame, of weights at this step. */
  frame(step: number): Frame
}

/** The picture of the same view before this one, and how many there were. */
export interface Last {
  readonly frame: Frame
  readonly count: number
}

/** A kind of view: whether a subject has it, how finely there is time to draw it, and what there is to compute. */
export interface PictureKind<V extends View> {
  fits(view: V, subject: Subject): boolean
  /** How finely it may be drawn; null for a picture that is whole at once. */
  readonly ladder: Ladder | null
  /**
   * θ must not change until the drawing is done. With a budget of rows it may guess what shows no difference to the eye,
   * and more when the budget is spent, and keep what is not to be seen of the last picture; with none it is exact.
   */
  begin(
    view: V,
    subject: Subject,
    theta: Float64Array,
    resolution: number,
    budget: number | null,
    last?: Last | null,
  ): Drawing
}

export type ViewOf<K extends View['kind']> = Extract<View, { kind: K }>
