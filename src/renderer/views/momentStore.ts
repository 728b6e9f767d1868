import { computed, shallowReactive, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { useEngineStore } from '../stores/engineStore'
import { keptMoment, type Moment } from './moments'

/** The stages of the hero: `left` is the only one unless two moments are compared. */
export type Side = 'left' | 'right'

/** Which moment of the training each stage shows, and which stage the timeline moves. */
export const useMomentStore = defineStore('moment', () => {
  const engine = useEngineStore()
  const moments = shallowReactive<Record<Side, Moment>>({ left: null, right: null })
  const comparing = shallowRef(false)
  const steered = shallowRef<Side>('left')
  /** What the timeline moves. */
  const moment = computed({
    get: () => moments[steered.value],
    set: (next: Moment) => {
      moments[steered.value] = next
    },
  })
  let beforeComparing: Moment = null

  function goLive(): void {
    moments.left = moments.right = beforeComparing = null
  }

  /** Two stages: the moment that is shown, or the first, beside the weights of now. */
  function compare(on: boolean): void {
    if (on === comparing.value) return
    comparing.value = on
    steered.value = 'left'
    moments.right = null
    if (on) {
      beforeComparing = moments.left
      moments.left ??= engine.snapshots.steps.at(0) ?? null
    } else moments.left = beforeComparing === null ? null : keptMoment(engine.snapshots.steps, beforeComparing)
  }

  // Where a snapshot is given up the engine shows the one before it; where the run begins anew there is no past.
  watch(
    () => engine.snapshots.steps,
    (now, before) => {
      if ((now.at(-1) ?? -1) < (before.at(-1) ?? -1)) goLive()
      for (const side of ['left', 'right'] as const) {
        const step = moments[side]
        if (step !== null) moments[side] = keptMoment(now, step)
      }
    },
  )
  watch(() => engine.held, goLive)

  return { moments, comparing, steered, moment, goLive, compare }
})
