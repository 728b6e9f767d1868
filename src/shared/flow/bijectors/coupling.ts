import { transformedCoordinates } from '../../catalogue/masks'
import type { Settings } from '../../catalogue/types'
import type { Node } from '../../tensor/ir/program'
import { FlowError, type Bijector, type Mapped, type TraceContext } from '../bijector'
import { conditionerOptions } from '../conditioners/conditioner'
import { plain } from '../conditioners/features'
import { mlp } from '../conditioners/mlp'
import { integersSetting } from '../settings'
import type { Transformer } from '../transformers/transformer'
import { inversePermutation } from './permutation'

/**
 * A coupling layer (Dinh et al. 2014, arXiv:1410.8516, section 3.2) on ℝᴰ: the coordinates A pass through and feed a
 * network (as they are, or by their `features`) with the context behind them, whose outputs shape a monotone map of each
 * coordinate of B: x_A = z_A, x_i = τ(z_i; θ_i(z_A)) for i in B. log|det ∂x/∂z| = Σ_{i ∈ B} ln τ'(z_i). NICE and RealNVP
 * write the step x → z; inverted, a shift or an affine map is one of its kind again. With D = 1 the network sees the
 * context alone; without context the map's numbers are parameters of their own.
 *
 * Parameters: those of the network, whose output holds `transformer.width` numbers for the first coordinate of B, then as
 * many for the next. They start so that τ is the identity.
 */
export function coupling(
  settings: Settings,
  { dims, contextDims = 0 }: { readonly dims: number; readonly contextDims?: number },
  transformer: Transformer,
  features = plain,
): Bijector {
  const { passed, changed } = split(settings, dims)
  const conditioner = mlp(
    conditionerOptions(settings, contextDims),
    features.perCoordinate * passed.length,
    changed.length * transformer.width,
  )
  const places = inversePermutation([...passed, ...changed])
  const inPlace = places.every((place, i) => place === i)

  const through =
    (direction: 'forward' | 'inverse') =>
    (context: TraceContext, from: Node): Mapped => {
      const { b } = context
      const still = passed.length > 0 ? [b.take(from, passed)] : []
      const outputs = conditioner.apply(context, still.length > 0 ? features.of(b, still[0]) : null)
      const raw = b.reshape(outputs, [...outputs.shape.slice(0, -1), changed.length, transformer.width])
      const { value, logSlope } = transformer[direction](b, raw, b.take(from, changed))
      const joined = b.concat([...still, value], -1)
      return {
        value: inPlace ? joined : b.take(joined, places),
        logDet: logSlope ? b.sum(logSlope, [-1]) : b.scalar(0),
      }
    }
  return {
    parameters: conditioner.parameters,
    forwardAndLogDet: through('forward'),
    inverseAndLogDet: through('inverse'),
  }
}

/** Positions of A and of B. */
function split(settings: Settings, dims: number): { passed: readonly number[]; changed: readonly number[] } {
  const mask = transformedCoordinates(settings, dims)
  if (!mask) throw new FlowError(maskComplaint(integersSetting(settings, 'maskEntries'), dims))
  const changed = mask.flatMap((transformed, i) => (transformed ? [i] : []))
  const passed = mask.flatMap((transformed, i) => (transformed ? [] : [i]))
  if (changed.length === 0 || (passed.length === 0 && dims > 1))
    throw new FlowError(
      `mask has ${changed.length === 0 ? 'only 0s' : 'only 1s'}, expected at least one 0 (passes through) and one 1 ` +
        `(is transformed). Edit its mask.`,
    )
  return { passed, changed }
}

function maskComplaint(entries: readonly number[] | null, dims: number): string {
  if (!entries) return `mask is not given, expected ${dims} entries of 0 or 1. Fill it in, or choose another mask.`
  if (entries.length !== dims)
    return `mask has ${entries.length} entries, expected ${dims} (the flow's dimension). Edit its mask.`
  const wrong = entries.findIndex((entry) => entry !== 0 && entry !== 1)
  return `mask entry ${wrong + 1} is ${entries[wrong]}, expected 0 or 1. Edit its mask.`
}
