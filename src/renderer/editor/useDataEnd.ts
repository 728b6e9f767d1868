import { computed, type ComputedRef } from 'vue'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { dataNote, dataTitle } from './dataTitle'

/** What the stack's upper end says: the name of the data, and how much of it there is once the engine has loaded it. */
export function useDataEnd(): ComputedRef<{ readonly title: string; readonly note: string }> {
  const store = useDocumentStore()
  const engine = useEngineStore()
  return computed(() => {
    const data = store.dims === undefined ? undefined : engine.opened?.data
    return {
      title: data?.name ?? dataTitle(store.document.data.source, engine.datasets),
      note: dataNote(store.dims, data && data.rows.train + data.rows.validation + data.rows.test),
    }
  })
}
