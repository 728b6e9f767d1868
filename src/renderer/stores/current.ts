import { computed, watch, type ComputedRef } from 'vue'
import { sameTraining } from '@shared/document/trained'
import { useDocumentStore } from './documentStore'
import { useEngineStore } from './engineStore'

export interface Current {
  /** Whether what the engine holds is the document on the screen, and not one of before an edit that is being compiled. */
  readonly current: ComputedRef<boolean>
  /** Resolves once it is, or where nothing can come of waiting: faults in the stack, no engine. */
  untilCurrent(): Promise<void>
}

/** Whoever asks for something of the flow means the one on the screen. */
export function useCurrent(): Current {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const current = computed(
    () => engine.opening === null && engine.held !== null && sameTraining(engine.held, documents.document),
  )
  const over = computed(() => current.value || documents.broken || !engine.connected || engine.lost)

  function untilCurrent(): Promise<void> {
    return new Promise((resolve) => {
      const { stop } = watch(
        over,
        (met) => {
          if (!met) return
          resolve()
          queueMicrotask(() => {
            stop()
          })
        },
        { immediate: true },
      )
    })
  }

  return { current, untilCurrent }
}
