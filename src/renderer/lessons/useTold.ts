import { computed } from 'vue'
import { equal } from '@shared/document/equal'
import { useDocumentStore } from '../stores/documentStore'
import { useLessonStore } from './lessonStore'
import { toldOf } from './told'

/** The issues of the document as they are said on the screen: of a lesson's, nothing that its step asks for. */
export function useTold() {
  const store = useDocumentStore()
  const lessons = useLessonStore()
  const made = computed(() => lessons.place.step.document.make().graph)
  /** Whether the open question is why this very stack is refused. */
  const asked = computed(
    () =>
      store.broken &&
      lessons.open &&
      lessons.beside &&
      lessons.place.step.check.kind !== 'deed' &&
      !lessons.done.includes(lessons.at) &&
      equal(made.value, store.document.graph),
  )
  const issues = computed(() => (lessons.beside ? toldOf(store.issues, lessons.place.step, asked.value) : store.issues))
  return { asked, issues }
}
