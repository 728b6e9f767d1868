import { diagonalNormal } from './bases/diagonalNormal'
import { fullNormal } from './bases/fullNormal'
import { laplace } from './bases/laplace'
import { logistic } from './bases/logistic'
import { mixture } from './bases/mixture'
import { normal } from './bases/normal'
import { resampled } from './bases/resampled'
import { studentT } from './bases/studentT'
import { torus } from './bases/torus'
import { uniform } from './bases/uniform'
import { actnorm } from './blocks/actnorm'
import { additiveCoupling } from './blocks/additiveCoupling'
import { affine } from './blocks/affine'
import { affineCoupling } from './blocks/affineCoupling'
import { batchNorm } from './blocks/batchNorm'
import { bentIdentity } from './blocks/bentIdentity'
import { bernstein } from './blocks/bernstein'
import { blockAutoregressive } from './blocks/blockAutoregressive'
import { circularSplineAutoregressive } from './blocks/circularSplineAutoregressive'
import { circularSplineCoupling } from './blocks/circularSplineCoupling'
import { continuous } from './blocks/continuous'
import { cosine } from './blocks/cosine'
import { denseMatrix } from './blocks/denseMatrix'
import { denseNeuralAutoregressive } from './blocks/denseNeuralAutoregressive'
import { diagonalLowRank } from './blocks/diagonalLowRank'
import { distributionCdf } from './blocks/distributionCdf'
import { elementwiseSpline } from './blocks/elementwiseSpline'
import { elu } from './blocks/elu'
import { exp } from './blocks/exp'
import { expression } from './blocks/expression'
import { gdn } from './blocks/gdn'
import { ginCoupling } from './blocks/ginCoupling'
import { hamiltonian } from './blocks/hamiltonian'
import { householder } from './blocks/householder'
import { lambertW } from './blocks/lambertW'
import { langevin } from './blocks/langevin'
import { leakyRelu } from './blocks/leakyRelu'
import { leakyTanh } from './blocks/leakyTanh'
import { luLinear } from './blocks/luLinear'
import { maskedAutoregressive } from './blocks/maskedAutoregressive'
import { matrixExponential } from './blocks/matrixExponential'
import { metropolis } from './blocks/metropolis'
import { mixtureGaussianization } from './blocks/mixtureGaussianization'
import { mixtureLogisticCoupling } from './blocks/mixtureLogisticCoupling'
import { neuralAutoregressive } from './blocks/neuralAutoregressive'
import { permutation } from './blocks/permutation'
import { planar } from './blocks/planar'
import { pluLinear } from './blocks/pluLinear'
import { qrLinear } from './blocks/qrLinear'
import { radial } from './blocks/radial'
import { rbig } from './blocks/rbig'
import { residual } from './blocks/residual'
import { rotation } from './blocks/rotation'
import { sigmoid } from './blocks/sigmoid'
import { signedPower } from './blocks/signedPower'
import { sinhArcsinh } from './blocks/sinhArcsinh'
import { sneakyRelu } from './blocks/sneakyRelu'
import { softClip } from './blocks/softClip'
import { softplus } from './blocks/softplus'
import { splineAutoregressive } from './blocks/splineAutoregressive'
import { splineCoupling } from './blocks/splineCoupling'
import { sumOfSquares } from './blocks/sumOfSquares'
import { svdLinear } from './blocks/svdLinear'
import { sylvesterHouseholder } from './blocks/sylvesterHouseholder'
import { sylvesterOrthogonal } from './blocks/sylvesterOrthogonal'
import { sylvesterTriangular } from './blocks/sylvesterTriangular'
import { tanh } from './blocks/tanh'
import { triangular } from './blocks/triangular'
import { unconstrainedMonotonic } from './blocks/unconstrainedMonotonic'
import { whitening } from './blocks/whitening'
import { yeoJohnson } from './blocks/yeoJohnson'
import type { BaseEntry, BlockEntry, BlockFamily, Setting, Settings } from './types'

/** Every block there is, in the order of the palette. */
export const blocks: readonly BlockEntry[] = [
  splineCoupling,
  affineCoupling,
  additiveCoupling,
  circularSplineCoupling,
  ginCoupling,
  mixtureLogisticCoupling,
  maskedAutoregressive,
  splineAutoregressive,
  circularSplineAutoregressive,
  neuralAutoregressive,
  denseNeuralAutoregressive,
  sumOfSquares,
  bernstein,
  unconstrainedMonotonic,
  blockAutoregressive,
  luLinear,
  permutation,
  householder,
  rotation,
  triangular,
  diagonalLowRank,
  qrLinear,
  svdLinear,
  pluLinear,
  matrixExponential,
  cosine,
  denseMatrix,
  actnorm,
  whitening,
  batchNorm,
  affine,
  elementwiseSpline,
  exp,
  softplus,
  sigmoid,
  tanh,
  leakyTanh,
  leakyRelu,
  elu,
  sneakyRelu,
  bentIdentity,
  signedPower,
  sinhArcsinh,
  lambertW,
  softClip,
  yeoJohnson,
  distributionCdf,
  expression,
  sylvesterOrthogonal,
  sylvesterHouseholder,
  sylvesterTriangular,
  planar,
  radial,
  residual,
  continuous,
  gdn,
  mixtureGaussianization,
  rbig,
  metropolis,
  hamiltonian,
  langevin,
]

/** Every base distribution, in the order of the inspector's choice. */
export const bases: readonly BaseEntry[] = [
  normal,
  uniform,
  studentT,
  diagonalNormal,
  fullNormal,
  laplace,
  logistic,
  torus,
  mixture,
  resampled,
]

/** Families in the order of the palette, with their headings. */
export const families: readonly { readonly family: BlockFamily; readonly label: string }[] = [
  { family: 'coupling', label: 'Coupling' },
  { family: 'autoregressive', label: 'Autoregressive' },
  { family: 'linear', label: 'Linear' },
  { family: 'normalising', label: 'Normalising' },
  { family: 'elementwise', label: 'Elementwise' },
  { family: 'rank-limited', label: 'Rank-limited' },
  { family: 'residual', label: 'Residual' },
  { family: 'gaussianization', label: 'Gaussianization' },
  { family: 'stochastic', label: 'Stochastic' },
]

const blocksByType = new Map(blocks.map((entry) => [entry.type, entry]))
const basesByType = new Map(bases.map((entry) => [entry.type, entry]))

/** The entry of a block type; undefined when there is no such block. */
export const blockEntry = (type: string): BlockEntry | undefined => blocksByType.get(type)

/** Whether a block moves points by chance, so that a stack with it has no density of a point. */
export const isStochastic = (type: string): boolean => blockEntry(type)?.forward.kind === 'stochastic'

/** The entry of a base type; undefined when there is no such base. */
export const baseEntry = (type: string): BaseEntry | undefined => basesByType.get(type)

/** Every setting at its default. */
export const defaultSettings = (entry: { readonly settings: readonly Setting[] }): Settings =>
  Object.fromEntries(entry.settings.map((setting) => [setting.key, setting.default]))
