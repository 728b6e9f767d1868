import { computed, watch, type ComputedRef } from 'vue'
import { equal } from '@shared/document/equal'
import { useScreenStore } from '../../../commands/screenStore'
import { useDocumentStore } from '../../../stores/documentStore'
import { useEngineStore } from '../../../stores/engineStore'
import { useAnswer } from '../../../use/useAnswer'
import { problemsOf } from './problems'

/** Numbers of a table that are described in passing: more are looked through in the workshop only. */
const MOST_NUMBERS = 500_000

/**
 * How many problems the workshop would list of a table of one's own. Asked at rest and once for each edit of the data,
 * after they were opened; never while the workshop is open, whose own question would be given up for this one.
 */
export function useProblemCount(): ComputedRef<number> {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const screen = useScreenStore()
  const data = computed(() => documents.document.data)
  const { answer, told, ask, forget } = useAnswer(() => engine.describeData(data.value))
  let asked: typeof data.value | null = null

  const due = computed(() => {
    const { opened, held } = engine
    if (data.value.source.kind !== 'table' || opened === null || held === null) return false
    if (engine.running || screen.sheet !== null || !equal(held.data, data.value)) return false
    const { train, validation, test } = opened.data.rows
    return (train + validation + test) * opened.data.columns.length <= MOST_NUMBERS
  })
  watch(
    [data, due],
    () => {
      if (asked !== data.value) forget()
      if (!due.value || (asked === data.value && answer.value.kind !== 'failed')) return
      asked = data.value
      void ask()
    },
    { immediate: true },
  )
  return computed(() => {
    const problems = told.value === null ? [] : problemsOf(told.value, data.value)
    return problems.filter(({ severity }) => severity !== 'settled').length
  })
}
