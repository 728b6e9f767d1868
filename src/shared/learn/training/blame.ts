import type { Flow } from '../../flow/flow'
import { noiseInputs } from '../../flow/noise'
import { Builder } from '../../tensor/ir/builder'
import { firstNonFinite, type NonFinite } from '../../tensor/runtime/blame'
import type { Values } from '../../tensor/runtime/interpreter/pointwise'
import { interpret } from '../../tensor/runtime/interpreter/interpret'
import type { TrainingSettings } from '../../document/schema'
import type { Table } from '../units'
import { scalarStates, stepProgram, vectorStates } from './stepProgram'
import { thetaLength } from '../theta'
import { likelihood, type Aim } from './objectives'
import type { Noise } from './stepNoise'

/** Rows to look at: the interpreter is slow, and the first few bad ones tell as much as all. */
const FEW_BAD = 4
const MANY = 256

/** What a step had that was not finite. */
export interface BadStep {
  /** [n, D], with `densities` log p of its rows; null where the objective takes no rows. */
  readonly batch: Table | null
  readonly densities: Float64Array | null
  readonly noise: Noise
  readonly aim?: Aim
}

/**
 * The node where a step first stops being finite, found by taking the step again in single precision on the
 * interpreter, to begin with the rows that are bad by themselves; when there are none, the gradient is to blame and more
 * rows are needed to meet it.
 */
export function blameStep(
  flow: Flow,
  settings: TrainingSettings,
  theta: Float64Array,
  { batch, densities, noise, aim = likelihood }: BadStep,
): NonFinite | null {
  const known = densities ?? drawnWeights(flow, settings.batchSize, theta, noise, aim)
  const bad = [...known.keys()].filter((row) => !Number.isFinite(known[row])).slice(0, FEW_BAD)
  const rows = bad.length > 0 ? bad : [...known.keys()].slice(0, MANY)
  const { width } = flow
  const ofRows = (values: Table, size: number) =>
    rows.flatMap((row) => [...values.subarray(row * size, (row + 1) * size)])
  const zeros = new Float64Array(thetaLength(flow))
  const inputs = new Map<string, ArrayLike<number>>([
    ...vectorStates.map((name) => [name, zeros] as const),
    ...scalarStates.map((name) => [name, [0]] as const),
    ['theta', theta],
    ...(batch ? [['x', ofRows(batch, width)] as const] : []),
    ...[...noise].map(([input, values]) => [input, ofRows(values, values.length / known.length)] as const),
  ])
  return firstNonFinite(stepProgram(flow, settings, rows.length, aim), inputs)
}

/** log p̃ − log q [rows] of the draws that a step's noise makes, in single precision. */
function drawnWeights(flow: Flow, rows: number, theta: Float64Array, noise: Noise, { target }: Aim): Values {
  const b = new Builder()
  const { x, logDensity } = flow.trace(b, b.input('theta', [thetaLength(flow)]), { rows }).sample()
  const program = b.program('weights', { weights: b.sub(target ? target(b, x) : b.scalar(0), logDensity) })
  const known = new Set(noiseInputs(program).map(({ input }) => input))
  const inputs = new Map<string, ArrayLike<number>>([
    ['theta', theta],
    ...[...noise].filter(([input]) => known.has(input)),
  ])
  return interpret(program, inputs, Float32Array).get('weights')!
}
