import type { RunStatus } from '@shared/rpc/protocol'

/** The step whose weights a run that was stopped early went back to; null of any other, which stands at its own step. */
export const keptStep = ({ state, best }: Pick<RunStatus, 'state' | 'best'>): number | null =>
  state.kind === 'finished' && state.reason === 'early-stopping' && best !== null ? best.step : null
