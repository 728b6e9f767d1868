import { joinRows } from '../../flow/rows'
import type { Direction } from '../../learn/inspection/programs'
import type { Subject } from './picture'

/**
 * Rows [n, D + C] of points in natural units, all given what a view holds, or the middle where it holds nothing. Points of z
 * are where pictures put them beside x.
 */
export function rowsHeld(
  subject: Pick<Subject, 'flow' | 'units' | 'context'>,
  points: Float32Array | Float64Array,
  given: readonly number[] | undefined,
  side: 'x' | 'z' = 'x',
): Float64Array {
  const { flow, units } = subject
  return joined(flow, side === 'x' ? units.toFlow(points) : units.toFrame(points), heldContext(subject, given))
}

/** The side of the stack where a direction starts. */
export const startOf = (direction: Direction): 'x' | 'z' => (direction === 'forward' ? 'z' : 'x')

/** The context [C] that a view holds, in the flow's units. */
export const heldContext = (
  { context }: Pick<Subject, 'context'>,
  given: readonly number[] | undefined,
): Float64Array => (context ? context.toFlow(given ?? context.middle) : new Float64Array(0))

/** Draws of z [n, D] with what they are given: what the view holds, or where it holds nothing, what the data's rows are. */
export function drawsGiven(subject: Subject, z: Float64Array, given: readonly number[] | undefined): Float64Array {
  const { flow, context, opened } = subject
  const preview = opened.data.context?.preview
  if (!context || given || !preview?.length) return joined(flow, z, heldContext(subject, given))
  const rows = context.rowsToFlow(preview)
  const own = Float64Array.from({ length: (z.length / flow.dims) * flow.contextDims }, (_, i) => rows[i % rows.length])
  return joined(flow, z, own)
}

/** Rows of the data [n, D] in natural units, each with its own context. */
export function dataRows(subject: Subject, rows: Float32Array, contexts: Float32Array): Float64Array {
  const { flow, units, context } = subject
  return joined(flow, units.toFlow(rows), context?.rowsToFlow(contexts) ?? [])
}

const joined = (flow: Subject['flow'], points: Float64Array, contexts: ArrayLike<number>): Float64Array =>
  joinRows(flow, points, contexts) as Float64Array

/** Whether a view's context is one that the subject takes. */
export const fitsContext = (
  { given }: { readonly given?: readonly number[] },
  { context }: Pick<Subject, 'context'>,
): boolean => given === undefined || (context ? context.fits(given) : given.length === 0)
