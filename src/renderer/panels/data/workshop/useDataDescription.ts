import { computed, shallowRef, watch, type Ref } from 'vue'
import type { DataDescription } from '@shared/rpc/protocol'
import { useDocumentStore } from '../../../stores/documentStore'
import { useEngineStore } from '../../../stores/engineStore'
import { wordsOf } from '../../../strings/said'

export type Described =
  | { readonly kind: 'asked' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'told'; readonly description: DataDescription }

/** What the engine tells of the document's data while the sheet is open, asked again at each edit of them. */
export function useDataDescription(open: Ref<boolean>) {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const state = shallowRef<Described>({ kind: 'asked' })
  /** Whether what is told is of the data as they were before the last edit. */
  const stale = shallowRef(false)
  let asked = 0

  async function ask(): Promise<void> {
    const mine = ++asked
    stale.value = true
    let next: Described
    try {
      next = { kind: 'told', description: await engine.describeData(documents.document.data) }
    } catch (error) {
      next = { kind: 'failed', message: wordsOf(error) }
    }
    if (mine !== asked) return
    state.value = next
    stale.value = false
  }
  watch(
    [open, () => documents.document.data],
    ([isOpen]) => {
      if (isOpen) void ask()
      else {
        asked++
        state.value = { kind: 'asked' }
      }
    },
    { immediate: true },
  )
  const told = computed(() => (state.value.kind === 'told' ? state.value.description : null))
  return { state, stale, told }
}
