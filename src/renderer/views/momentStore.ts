import { computed, shallowReactive, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { At, Opened } from '@shared/rpc/protocol'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { errorNotice } from '../stores/run/notice'
import { keptMoment, momentWords, type Moment } from './moments'
import { incomparable, type ShownRun } from './runChoice'

/** The stages of the hero: `left` is the only one unless two moments are compared. */
export type Side = 'left' | 'right'

const sides: readonly Side[] = ['left', 'right']

/** Which moment of which run each stage shows, and which stage the timeline moves. */
export const useMomentStore = defineStore('moment', () => {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const moments = shallowReactive<Record<Side, Moment>>({ left: null, right: null })
  /** The earlier run that a stage shows; null for the present one. */
  const runs = shallowReactive<Record<Side, ShownRun | null>>({ left: null, right: null })
  const comparing = shallowRef(false)
  const steered = shallowRef<Side>('left')
  /** What the timeline moves. */
  const moment = computed({
    get: () => moments[steered.value],
    set: (next: Moment) => {
      moments[steered.value] = next
    },
  })
  /** The run that the timeline is of. */
  const run = computed(() => runs[steered.value])
  /** Its kept steps, oldest first, and the step of its newest weights. */
  const steps = computed(() => run.value?.steps ?? engine.snapshots.steps)
  const newestStep = computed(() => run.value?.step ?? engine.status.step)
  /** The earlier run that is compared with the present one, or with another. */
  const compared = computed(() => run.value ?? runs.left ?? runs.right)
  /** Where the axis of all steps ends: it is as long as the longest run shown, or as the document's before there is one. */
  const lastStep = computed(() => {
    const { steps, step } = engine.status
    const planned = steps === 0 ? documents.document.training.steps : steps
    return Math.max(1, planned, step, ...sides.map((side) => runs[side]?.step ?? 0))
  })
  let beforeComparing: Moment = null
  /** What was compared last, for the next time. */
  const remembered = shallowRef<{ readonly run: ShownRun; readonly moment: Moment } | null>(null)

  /** What the engine is asked for a side; undefined for the weights of now. */
  function atOf(side: Side): At | undefined {
    const [shown, step] = [runs[side], moments[side]]
    return shown === null ? (step ?? undefined) : { run: shown.run, step }
  }
  const wordsOf = (side: Side): string => momentWords(moments[side], runs[side]?.run)
  const openedOf = (side: Side): Opened | null => runs[side]?.opened ?? engine.opened

  function set(side: Side, shown: ShownRun | null, step: Moment): void {
    runs[side] = shown
    moments[side] = step
  }

  const asked: Record<Side, number> = { left: 0, right: 0 }
  /** Shows a run from its newest weights on: an earlier one by its number, or the present one. */
  async function showRun(side: Side, number: number | null): Promise<void> {
    const turn = ++asked[side]
    try {
      const shown = number === null ? null : await described(number)
      if (turn === asked[side] && comparing.value) set(side, shown, null)
    } catch (error) {
      engine.notice = errorNotice(error)
    }
  }

  async function described(number: number): Promise<ShownRun | null> {
    const detail = await engine.describeRun(number)
    const summary = engine.runs.earlier.find(({ run: other }) => other === number)
    return summary ? { ...summary, ...detail } : null // it was given up meanwhile
  }

  /** The stages that show the present run follow it again. */
  function goLive(): void {
    for (const side of sides) if (runs[side] === null) moments[side] = null
    beforeComparing = null
  }

  /** Two stages: the moment that is shown, or what was compared last, or the first, beside the weights of now. */
  function compare(on: boolean): void {
    if (on === comparing.value) return
    comparing.value = on
    steered.value = 'left'
    if (on) {
      beforeComparing = moments.left
      const last = moments.left === null ? remembered.value : null
      set('left', last?.run ?? null, last ? last.moment : (moments.left ?? engine.snapshots.steps.at(0) ?? null))
    } else {
      const earlier = sides.find((side) => runs[side] !== null)
      remembered.value = earlier ? { run: runs[earlier]!, moment: moments[earlier] } : null
      set('left', null, beforeComparing === null ? null : keptMoment(engine.snapshots.steps, beforeComparing))
    }
    set('right', null, null)
  }

  // Where a snapshot is given up the engine shows the one before it; where the run begins anew there is no past.
  watch(
    () => engine.snapshots.steps,
    (now, before) => {
      if ((now.at(-1) ?? -1) < (before.at(-1) ?? -1)) goLive()
      for (const side of sides) {
        const step = moments[side]
        if (step !== null && runs[side] === null) moments[side] = keptMoment(now, step)
      }
    },
  )
  watch(() => engine.held, goLive)

  // A run that is kept no more, or has other columns than the data now, gives way to the present one.
  watch(
    () => [engine.runs, engine.opened] as const,
    ([{ earlier }, opened]) => {
      const gone = (shown: ShownRun | null | undefined): boolean =>
        shown != null &&
        (incomparable(shown, opened) !== null || !earlier.some(({ run: other }) => other === shown.run))
      for (const side of sides) if (gone(runs[side])) set(side, null, null)
      if (gone(remembered.value?.run)) remembered.value = null
    },
  )

  // The engine gives up none of those that are looked at. One that was away, or served another page, is told anew.
  const held = computed(() => {
    const looked = [runs.left, runs.right, remembered.value?.run].flatMap((shown) => (shown ? [shown.run] : []))
    return [...new Set(looked)].sort((a, b) => a - b)
  })
  watch(
    () => (engine.connected && !engine.lost ? held.value.join() : null),
    (numbers) => {
      if (numbers !== null) void engine.holdRuns(held.value)
    },
    { immediate: true },
  )

  return {
    moments,
    runs,
    comparing,
    steered,
    moment,
    run,
    steps,
    newestStep,
    compared,
    lastStep,
    atOf,
    wordsOf,
    openedOf,
    showRun,
    goLive,
    compare,
  }
})
