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
import type { BaseDefinition, BijectorDefinition } from './bijector'
import { actnorm } from './bijectors/actnorm'
import { additiveCoupling } from './bijectors/additiveCoupling'
import { affine } from './bijectors/affine'
import { affineCoupling } from './bijectors/affineCoupling'
import { batchNorm } from './bijectors/batchNorm'
import { bentIdentity } from './bijectors/bentIdentity'
import { bernstein } from './bijectors/bernstein'
import { blockAutoregressive } from './bijectors/blockAutoregressive'
import { circularSplineAutoregressive } from './bijectors/circularSplineAutoregressive'
import { circularSplineCoupling } from './bijectors/circularSplineCoupling'
import { continuous } from './bijectors/continuous'
import { cosine } from './bijectors/cosine'
import { denseMatrix } from './bijectors/denseMatrix'
import { denseNeuralAutoregressive } from './bijectors/denseNeuralAutoregressive'
import { diagonalLowRank } from './bijectors/diagonalLowRank'
import { distributionCdf } from './bijectors/distributionCdf'
import { elementwiseSpline } from './bijectors/elementwiseSpline'
import { elu } from './bijectors/elu'
import { exp } from './bijectors/exp'
import { expression } from './bijectors/expression'
import { gdn } from './bijectors/gdn'
import { ginCoupling } from './bijectors/ginCoupling'
import { hamiltonian } from './bijectors/hamiltonian'
import { householder } from './bijectors/householder'
import { lambertW } from './bijectors/lambertW'
import { langevin } from './bijectors/langevin'
import { leakyRelu } from './bijectors/leakyRelu'
import { leakyTanh } from './bijectors/leakyTanh'
import { luLinear } from './bijectors/luLinear'
import { maskedAutoregressive } from './bijectors/maskedAutoregressive'
import { matrixExponential } from './bijectors/matrixExponential'
import { metropolis } from './bijectors/metropolis'
import { mixtureGaussianization } from './bijectors/mixtureGaussianization'
import { mixtureLogisticCoupling } from './bijectors/mixtureLogisticCoupling'
import { neuralAutoregressive } from './bijectors/neuralAutoregressive'
import { permutation } from './bijectors/permutation'
import { planar } from './bijectors/planar'
import { pluLinear } from './bijectors/pluLinear'
import { qrLinear } from './bijectors/qrLinear'
import { radial } from './bijectors/radial'
import { rbig } from './bijectors/rbig'
import { residual } from './bijectors/residual'
import { rotation } from './bijectors/rotation'
import { sigmoid } from './bijectors/sigmoid'
import { signedPower } from './bijectors/signedPower'
import { sinhArcsinh } from './bijectors/sinhArcsinh'
import { sneakyRelu } from './bijectors/sneakyRelu'
import { softClip } from './bijectors/softClip'
import { softplus } from './bijectors/softplus'
import { splineAutoregressive } from './bijectors/splineAutoregressive'
import { splineCoupling } from './bijectors/splineCoupling'
import { sumOfSquares } from './bijectors/sumOfSquares'
import { svdLinear } from './bijectors/svdLinear'
import { sylvesterHouseholder } from './bijectors/sylvesterHouseholder'
import { sylvesterOrthogonal } from './bijectors/sylvesterOrthogonal'
import { sylvesterTriangular } from './bijectors/sylvesterTriangular'
import { tanh } from './bijectors/tanh'
import { triangular } from './bijectors/triangular'
import { unconstrainedMonotonic } from './bijectors/unconstrainedMonotonic'
import { whitening } from './bijectors/whitening'
import { yeoJohnson } from './bijectors/yeoJohnson'

/** The mathematics of every block in the catalogue. */
export const bijectorDefinitions: readonly BijectorDefinition[] = [
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

/** The mathematics of every base in the catalogue. */
export const baseDefinitions: readonly BaseDefinition[] = [
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
