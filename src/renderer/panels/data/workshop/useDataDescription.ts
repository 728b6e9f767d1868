import { watch, type Ref } from 'vue'
import { useDocumentStore } from '../../../stores/documentStore'
import { useEngineStore } from '../../../stores/engineStore'
import { useAnswer } from '../../../use/useAnswer'

/** What the engine tells of the document's data while the sheet is open, asked again at each edit of them. */
export function useDataDescription(open: Ref<boolean>) {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const { ask, forget, ...described } = useAnswer(() => engine.describeData(documents.document.data))
  watch(
    [open, () => documents.document.data],
    ([isOpen]) => {
      if (isOpen) void ask()
      else forget()
    },
    { immediate: true },
  )
  return described
}
