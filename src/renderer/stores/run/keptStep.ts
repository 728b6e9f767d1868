import type { RunStatus } from '@shared/rpc/protocol'

/**
 * The step whose weights a run that is over went back to: its best one where it was to stop early (`patience`), whether
 * it did or was ended before; null of any other, which stands at its own step.
 */
export function keptStep({ state, best }: Pick<RunStatus, 'state' | 'best'>, patience: number | null): number | null {
  if (state.kind !== 'finished' || state.reason === 'target' || best === null) return null
  return patience !== null || state.reason === 'early-stopping' ? best.step : null
}
