import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { useScreenStore } from '../commands/screenStore'
import { useLayoutStore } from '../layout/layoutStore'
import { useDocumentStore } from './documentStore'
import { useEngineStore } from './engineStore'
import { t } from '../strings/t'

/** What a first-time user is shown, in this order and one at a time. */
const order = ['train', 'layers', 'insert', 'field', 'export', 'keys'] as const
export type Hint = (typeof order)[number]
/** Hints at a view of the picture, which are done once it is open. */
const views = ['layers', 'field'] as const satisfies readonly Hint[]

const KEY = 'diffeo/hints'
/** By then the density has moved enough to be watched. */
const STEPS_WATCHED = 200
/** Milliseconds between the end of a hint and the next: time to do what it said. */
export const REST_MS = 8000

/**
 * Hints for the first minutes. Each is over for good once it was dismissed or done, also without the hint, until a person
 * asks for all of them again.
 */
export const useHintStore = defineStore('hints', () => {
  const engine = useEngineStore()
  const documents = useDocumentStore()
  const screen = useScreenStore()
  const layout = useLayoutStore()
  const over = shallowRef<readonly Hint[]>(read())
  const resting = shallowRef(false)
  let rest: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => {
    clearTimeout(rest)
  })

  const step = computed(() => engine.status.step)
  const watched = computed(() => step.value >= STEPS_WATCHED && engine.notice === null)
  const offers = (view: string): boolean =>
    !screen.advice && (screen.picture?.tabs.some(({ key }) => key === view) ?? false)
  const timely: Record<Hint, () => boolean> = {
    train: () => engine.learns && step.value === 0,
    layers: () => watched.value && offers('layers'),
    insert: () => watched.value && layout.isOpen('palette'),
    field: () => watched.value && offers('field'),
    export: () => watched.value && !engine.running && !documents.broken,
    keys: () => watched.value && !engine.running,
  }
  const current = computed<Hint | null>(() => {
    if (resting.value) return null
    return order.find((hint) => !over.value.includes(hint) && timely[hint]()) ?? null
  })

  function end(hint: Hint): void {
    if (over.value.includes(hint)) return
    if (current.value === hint && hint !== 'train') {
      resting.value = true
      rest = setTimeout(() => (resting.value = false), REST_MS)
    }
    over.value = [...over.value, hint]
    write(over.value)
  }

  /** Whether one is over, so that there is something to show again. */
  const ended = computed(() => over.value.length > 0)
  function again(): void {
    clearTimeout(rest)
    resting.value = false
    over.value = []
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
      if (label?.startsWith(t('editor.deeds.insert', { label: '' }))) end('insert')
    },
  )
  watch(
    () => screen.picture?.chosen,
    (chosen) => {
      const view = views.find((one) => one === chosen)
      if (view) end(view)
    },
  )
  watch(
    () => screen.sheet,
    (sheet) => {
      if (sheet === 'keys') end('keys')
    },
  )

  return { current, end, ended, again }
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
