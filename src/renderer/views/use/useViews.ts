import { watchEffect } from 'vue'
import type { View } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { useShown } from './useMoment'

/** Keeps these views up to date, by the weights of the moment that is shown here, until `owner` is unmounted. */
export function useViews(owner: string, views: () => readonly View[]): void {
  const engine = useEngineStore()
  const shown = useShown()
  watchEffect((onCleanup) => {
    const at = shown.at.value
    engine.watchViews(owner, at === undefined ? views() : views().map((view) => ({ ...view, at })))
    onCleanup(() => {
      engine.watchViews(owner, [])
    })
  })
}
