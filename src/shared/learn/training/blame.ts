import type { Flow } from '../../flow/flow'
import { firstNonFinite, type NonFinite } from '../../tensor/runtime/blame'
import type { TrainingSettings } from '../../document/schema'
import type { Table } from '../units'
import { scalarStates, stepProgram, vectorStates } from './stepProgram'
import { thetaLength } from '../theta'
import type { Noise } from './stepNoise'

/** Rows to look at: the interpreter is slow, and the first few bad ones tell as much as all. */
const FEW_BAD = 4
const MANY = 256

/**
 * The node where a step first stops being finite, found by taking the step again in single precision on the
 * interpreter. `densities` are log p of the batch's rows, to begin with the rows that are bad by themselves; when there
 * are none, the gradient is to blame and more rows are needed to meet it. `noise` is what the step had for the same rows.
 */
export function blameStep(
  flow: Flow,
  settings: TrainingSettings,
  theta: Float64Array,
  batch: Table,
  densities: Float64Array,
  noise: Noise,
): NonFinite | null {
  const bad = [...densities.keys()].filter((row) => !Number.isFinite(densities[row])).slice(0, FEW_BAD)
  const rows = bad.length > 0 ? bad : [...densities.keys()].slice(0, MANY)
  const { width } = flow
  const ofRows = (values: Table, size: number) =>
    rows.flatMap((row) => [...values.subarray(row * size, (row + 1) * size)])
  const zeros = new Float64Array(thetaLength(flow))
  const inputs = new Map<string, ArrayLike<number>>([
    ...vectorStates.map((name) => [name, zeros] as const),
    ...scalarStates.map((name) => [name, [0]] as const),
    ['theta', theta],
    ['x', ofRows(batch, width)],
    ...[...noise].map(([input, values]) => [input, ofRows(values, values.length / densities.length)] as const),
  ])
  return firstNonFinite(stepProgram(flow, settings, rows.length), inputs)
}
