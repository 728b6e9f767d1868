export { draws, likelihood, type Aim, type StepContext, type TracedLoss } from './objective'
export { traceObjective } from './trace'
export { estimate, likelihoodShare, type Measured } from './estimate'
