import { computed, inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Probe } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { useMomentStore, type Side } from '../momentStore'
import type { Moment } from '../moments'

const key: InjectionKey<() => Side> = Symbol('side')

/** Everything below shows the moment of this stage. */
export const provideSide = (side: () => Side): void => {
  provide(key, side)
}

/** The moment that is shown here: the stage's own, or, outside any, the left one's. */
export function useMoment(): Readonly<Ref<Moment>> {
  const store = useMomentStore()
  const side = inject(key, () => 'left' as const)
  return computed(() => store.moments[side()])
}

/** Asks for the exact values at places, by the weights that are shown here. */
export function useProbe(): (points: Float64Array<ArrayBuffer>) => Promise<Probe> {
  const engine = useEngineStore()
  const moment = useMoment()
  return (points) => engine.probe(points, moment.value ?? undefined)
}
