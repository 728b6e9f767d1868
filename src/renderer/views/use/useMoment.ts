import { computed, hasInjectionContext, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { FlowDocument } from '@shared/document/schema'
import type { At, Opened, Probe, RunState } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { useMomentStore, type Side } from '../momentStore'
import { sameRows } from '../selectionStore'

const key: InjectionKey<() => Side> = Symbol('side')

/** Everything below shows the moment of this stage. */
export const provideSide = (side: () => Side): void => {
  provide(key, side)
}

/** What is shown here: by the stage's own moment and run, or, outside any, the present run at the left one's moment. */
export interface Shown {
  /** What the engine is asked for; undefined for the weights of now. */
  readonly at: ComputedRef<At | undefined>
  /** An earlier run's number; undefined for the present one. */
  readonly run: ComputedRef<number | undefined>
  /** The step of the weights. */
  readonly step: ComputedRef<number>
  readonly document: ComputedRef<FlowDocument | null>
  readonly opened: ComputedRef<Opened | null>
  /** What its run is doing; an earlier one has come to its end. */
  readonly state: ComputedRef<RunState>
  /** Whether its rows of data are those of the present document, so that an index means the same row. */
  readonly sameRows: ComputedRef<boolean>
}

export function useShown(): Shown {
  const engine = useEngineStore()
  const store = useMomentStore()
  const side = hasInjectionContext() ? inject(key, null) : null
  const run = computed(() => (side === null ? null : store.runs[side()]))
  return {
    at: computed(() => {
      if (side !== null) return store.atOf(side())
      return store.runs.left === null ? store.atOf('left') : undefined
    }),
    run: computed(() => run.value?.run),
    step: computed(() => store.moments[side?.() ?? 'left'] ?? run.value?.step ?? engine.status.step),
    document: computed(() => run.value?.document ?? engine.held),
    opened: computed(() => run.value?.opened ?? engine.opened),
    state: computed(() => (run.value === null ? engine.status.state : { kind: 'finished', reason: 'stopped' })),
    sameRows: computed(() => run.value === null || sameRows(run.value.opened, engine.opened)),
  }
}

/** Asks for the exact values at places, by the weights that are shown here. */
export function useProbe(): (points: Float64Array<ArrayBuffer>) => Promise<Probe> {
  const engine = useEngineStore()
  const { at } = useShown()
  return (points) => engine.probe(points, at.value)
}
