import { sizeOf } from '../../../ir/shape'
import { stripped } from '../plan/nodes'
import type { Level, Phase, Step } from '../plan/units'

/** What one dispatch does. `wide` has one level. */
export interface Dispatch {
  readonly kind: 'rows' | 'small' | 'wide'
  readonly levels: readonly Level[]
}

/** Levels of so many elements are left to one workgroup, which needs no dispatch between them. */
const FEW = 1024

/** `most` levels of rows are one kernel: all of them where it is left to the device. */
export function dispatchesOf(phases: readonly Phase[], most: number): readonly Dispatch[] {
  const dispatches: Dispatch[] = []
  let small: Level[] = []
  const close = () => {
    if (small.length > 0) dispatches.push({ kind: 'small', levels: small })
    small = []
  }
  for (const { byRows, levels } of phases) {
    if (byRows) {
      close()
      for (let at = 0; at < levels.length; at += most)
        dispatches.push({ kind: 'rows', levels: levels.slice(at, at + most) })
      continue
    }
    for (const level of levels)
      if (level.steps.reduce((sum, step) => sum + elements(step), 0) <= FEW) small.push(level)
      else {
        close()
        dispatches.push({ kind: 'wide', levels: [level] })
      }
  }
  close()
  return dispatches
}

/** How many elements a step has whose elements are no rows', or the terms of its sums. */
function elements({ units: [unit] }: Step): number {
  if (unit.kind === 'split') return unit.parts * sizeOf(unit.shape)
  if (unit.kind === 'join') return unit.parts * sizeOf(unit.shape)
  return unit.kind === 'loop' ? 0 : sizeOf(stripped(unit.shape))
}
