import type { Settings } from '../../catalogue/types'
import { cholesky } from '../../math/cholesky'
import { invertMatrix } from '../../math/matrix'
import type { Random } from '../../math/random'
import { range } from '../../tensor/ir/range'
import { matrixSetting, numberSetting } from '../settings'
import { logSumExpOf } from '../special/logSumExp'
import type { Target, TargetDefinition } from './target'

/** N(m, LLᵀ) with its share of the whole. */
interface Component {
  readonly share: number
  /** [D]. */
  readonly mean: readonly number[]
  /** L [D, D], lower triangular. */
  readonly root: Float64Array
}

const most = 64

/** Gaussians with weights, means and covariances as typed; where they are not, evenly on a circle, all alike. */
export const gaussianMixture: TargetDefinition = {
  type: 'gaussian-mixture',
  fault: faultOf,
  create: (settings, dims) => targetOf(componentsOf(settings, dims), dims),
}

function faultOf(settings: Settings, dims: number): { key: string; words: string } | null {
  const means = matrixSetting(settings, 'means')
  const count = means ? means.length / dims : numberSetting(settings, 'components')
  if (!Number.isInteger(count) || count < 1 || count > most) {
    const words = `has ${means!.length} numbers, expected ${dims} for each of at most ${most} Gaussians. Edit the means.`
    return { key: 'means', words }
  }
  const weights = matrixSetting(settings, 'weights')
  if (weights && weights.length !== count)
    return { key: 'weights', words: `has ${weights.length} numbers, expected ${count}, one for each Gaussian. Edit the weights.` } // prettier-ignore
  if (weights?.some((weight) => !(weight > 0)))
    return { key: 'weights', words: 'expected numbers above 0. Edit the weights.' }
  const covariances = matrixSetting(settings, 'covariances')
  if (!covariances) return null
  const size = dims * dims
  if (covariances.length !== size && covariances.length !== count * size) {
    const words = `has ${covariances.length} numbers, expected ${size} for all Gaussians alike, or ${count * size}. Edit the covariances.`
    return { key: 'covariances', words }
  }
  const wrong = range(0, covariances.length / size).find((k) => !cholesky(covariances.slice(k * size), dims))
  if (wrong === undefined) return null
  return { key: 'covariances', words: `number ${wrong + 1} is not symmetric and positive definite. Edit the covariances.` } // prettier-ignore
}

function componentsOf(settings: Settings, dims: number): readonly Component[] {
  const typed = matrixSetting(settings, 'means')
  const means = typed
    ? range(0, typed.length / dims).map((k) => typed.slice(k * dims, (k + 1) * dims))
    : evenly(numberSetting(settings, 'components'), numberSetting(settings, 'radius'), dims)
  const weights = matrixSetting(settings, 'weights') ?? means.map(() => 1)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const variance = numberSetting(settings, 'width') ** 2
  const covariances =
    matrixSetting(settings, 'covariances') ?? range(0, dims * dims).map((i) => (i % (dims + 1) === 0 ? variance : 0))
  const size = dims * dims
  return means.map((mean, k) => ({
    share: weights[k] / total,
    mean,
    root: cholesky(covariances.length === size ? covariances : covariances.slice(k * size), dims)!,
  }))
}

/** On a circle of the first two coordinates, or along the only one. */
function evenly(count: number, radius: number, dims: number): readonly (readonly number[])[] {
  return range(0, count).map((k) => {
    if (dims === 1) return [count === 1 ? 0 : radius * ((2 * k) / (count - 1) - 1)]
    const angle = (2 * Math.PI * k) / count
    return range(0, dims).map((d) => (d === 0 ? radius * Math.cos(angle) : d === 1 ? radius * Math.sin(angle) : 0))
  })
}

function targetOf(components: readonly Component[], dims: number): Target {
  const sd = (root: Float64Array, d: number) => Math.hypot(...root.subarray(d * dims, (d + 1) * dims))
  const end = (d: number, side: 1 | -1) =>
    side * Math.max(...components.map(({ mean, root }) => side * mean[d] + 8 * sd(root, d)))
  return {
    // ln Σ w N(x; m, LLᵀ), with ‖L⁻¹(x − m)‖² as the square of the distance
    logDensity: (b, x) =>
      logSumExpOf(
        b,
        components.map(({ share, mean, root }) => {
          const { inverse, logAbsDet } = invertMatrix(root, dims)!
          const turned = range(0, dims * dims).map((i) => inverse[(i % dims) * dims + Math.floor(i / dims)])
          const whitened = b.matmul(b.sub(x, b.constant(mean, [dims])), b.constant(turned, [dims, dims]))
          const height = Math.log(share) - logAbsDet - (dims / 2) * Math.log(2 * Math.PI)
          return b.add(b.mul(-0.5, b.sum(b.square(whitened), [-1])), height)
        }),
      ),
    box: range(0, dims).map((d): [number, number] => [end(d, -1), end(d, 1)]),
    modes: components.map(({ mean }) => mean),
    sample: (random, n) => draw(components, dims, random, n),
    known: { logZ: 0, entropy: null },
  }
}

function draw(components: readonly Component[], dims: number, random: Random, n: number): Float64Array {
  const rows = new Float64Array(n * dims)
  for (let row = 0; row < n; row++) {
    let level = random.uniform()
    const { mean, root } = components.find(({ share }) => (level -= share) < 0) ?? components[components.length - 1]
    const z = range(0, dims).map(() => random.normal())
    for (let d = 0; d < dims; d++)
      rows[row * dims + d] = z.reduce((sum, value, j) => sum + root[d * dims + j] * value, mean[d])
  }
  return rows
}
