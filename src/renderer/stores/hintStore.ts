import { computed, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { useDocumentStore } from './documentStore'
import { useEngineStore } from './engineStore'

/** What a first-time user is shown, in this order and one at a time. */
const order = ['train', 'insert', 'export'] as const
export type Hint = (typeof order)[number]

const KEY = 'diffeo/hints'
/** By then the density has moved enough to be watched. */
const STEPS_WATCHED = 200

/** Hints for the first minutes. Each is over for good once it was dismissed or done, also without the hint. */
export const useHintStore = defineStore('hints', () => {
  const engine = useEngineStore()
  const documents = useDocumentStore()
  const over = shallowRef<readonly Hint[]>(read())

  const step = computed(() => engine.status.step)
  const timely: Record<Hint, () => boolean> = {
    train: () => engine.opened !== null && step.value === 0,
    insert: () => step.value >= STEPS_WATCHED,
    export: () => step.value >= STEPS_WATCHED && !engine.running && !documents.broken && engine.notice === null,
  }
  const current = computed<Hint | null>(() => {
    const next = order.find((hint) => !over.value.includes(hint))
    return next !== undefined && timely[next]() ? next : null
  })

  function end(hint: Hint): void {
    if (over.value.includes(hint)) return
    over.value = [...over.value, hint]
    write(over.value)
  }

  watch(
    () => engine.running,
    (running) => {
      if (running) end('train')
    },
  )
  watch(
    () => documents.undoLabel,
    (label) => {
      if (label?.startsWith('Insert ')) end('insert')
    },
  )

  return { current, end }
})

/** The hints that an earlier session ended. */
function read(): readonly Hint[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? order.filter((hint) => found.includes(hint)) : []
  } catch {
    // Storage is denied or holds something else: the hints are shown once more.
    return []
  }
}

function write(over: readonly Hint[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(over))
  } catch {
    // Storage is full or denied; the hints then stay away for this session only.
  }
}
