export { draws, likelihood, ROWS_PART, type Aim, type StepContext, type TracedLoss } from './objective'
export { traceObjective } from './trace'
export { estimate, likelihoodShare, type Measured } from './estimate'
