import type { Settings } from '../../catalogue/types'
import { invertMatrix } from '../../math/matrix'
import { FlowError, type BijectorDefinition } from '../bijector'
import { applyMatrix } from '../linear/matrix'
import { matrixSetting } from '../settings'

/**
 * x = M z + c on ℝᴰ with the user's own M and c, fixed: the change of variables of a linear map (Papamakarios et al. 2019,
 * arXiv:1912.02762). z = M⁻¹(x − c), M⁻¹ computed once in float64; log|det ∂x/∂z| = ln|det M|. No parameters.
 */
export const denseMatrix: BijectorDefinition = {
  type: 'dense-matrix',
  create: (settings, dims) => {
    const eye = Float64Array.from({ length: dims * dims }, (_, at) => (at % (dims + 1) === 0 ? 1 : 0))
    const entries = entriesOf(settings, 'matrix', dims * dims, `${dims} rows of ${dims}`) ?? eye
    const shift = entriesOf(settings, 'shift', dims, "the flow's dimension") ?? new Float64Array(dims)
    const inverted = invertMatrix(entries, dims)
    if (!inverted)
      throw new FlowError('matrix has determinant 0 to working precision, expected an invertible one. Edit its matrix.')
    const { inverse, logAbsDet } = inverted
    return {
      parameters: [],
      forwardAndLogDet: ({ b }, z) => ({
        value: b.add(applyMatrix(b, b.constant(entries, [dims, dims]), z), b.constant(shift, [dims])),
        logDet: b.scalar(logAbsDet),
      }),
      inverseAndLogDet: ({ b }, x) => ({
        value: applyMatrix(b, b.constant(inverse, [dims, dims]), b.sub(x, b.constant(shift, [dims]))),
        logDet: b.scalar(-logAbsDet),
      }),
    }
  },
}

function entriesOf(settings: Settings, key: string, count: number, shape: string): readonly number[] | null {
  const entries = matrixSetting(settings, key)
  if (entries && entries.length !== count)
    throw new FlowError(`${key} has ${entries.length} entries, expected ${count} (${shape}). Edit its ${key}.`)
  if (entries && !entries.every(Number.isFinite))
    throw new FlowError(`${key} has an entry that is not finite, expected numbers. Edit its ${key}.`)
  return entries
}
