import { computed, nextTick, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { useScreenStore } from '../commands/screenStore'
import { useLayoutStore } from '../layout/layoutStore'
import { useDocumentStore } from '../stores/documentStore'
import { useSessionStore } from '../stores/sessionStore'
import { useWorkspaceStore } from '../stores/workspaceStore'
import { lessonTexts } from '../strings/en/lessons/all'
import { t } from '../strings/t'
import { idOf, placeOf, places, type Place } from './all'
import { called } from './documents'
import { readProgress, writeProgress } from './progress'
import { whenHeld } from './whenHeld'

/** Of the panel, in CSS pixels: less where the picture beside it needs the room. */
const WIDTH = { usual: 320, narrow: 288 } as const

/**
 * The lessons: which step is open, its document in a tab of its own, and what was answered. A step with another document
 * opens it in a new tab and closes the one before, which can be opened again; no other tab is ever touched.
 */
export const useLessonStore = defineStore('lessons', () => {
  const store = useDocumentStore()
  const workspace = useWorkspaceStore()
  const screen = useScreenStore()
  const layout = useLayoutStore()
  const session = useSessionStore()

  const kept = readProgress(idOf(places[0]))
  const open = shallowRef(kept.open)
  const at = shallowRef(placeOf(kept.at) ? kept.at : idOf(places[0]))
  const tab = shallowRef(kept.tab)
  const done = shallowRef<readonly string[]>(kept.done.filter((id) => placeOf(id)))
  /** Whether the list of lessons is shown, not the step. */
  const listing = shallowRef(false)
  /** Whether a person has asked for what is shown, so that the focus goes along. */
  const walked = shallowRef(false)
  /** Whether the palette was closed to make room, so that it is opened again. */
  let madeRoom = false

  const place = computed<Place>(() => placeOf(at.value) ?? places[0])
  const index = computed(() => places.indexOf(place.value))
  /** Whether the step's document is on the screen. */
  const beside = computed(
    () => tab.value !== null && tab.value.id === workspace.shown && tab.value.document === documentOf(place.value),
  )

  const width = computed(() => (layout.narrow ? WIDTH.narrow : WIDTH.usual))
  watch(
    [open, width],
    ([shown]) => {
      layout.taken = shown ? width.value : 0
    },
    { immediate: true },
  )
  watch([open, at, tab, done], () => {
    writeProgress({ open: open.value, at: at.value, tab: tab.value, done: done.value })
  })

  /** A document by lesson and name: the same name in another lesson is another document. */
  const documentOf = ({ lesson, step }: Place): string => `${lesson.id}/${step.document.name}`

  const make = ({ lesson, step }: Place) => {
    const title = lessonTexts[lesson.id].title
    return called(step.document.make(), t('lessons.document', { title, step: lesson.steps.indexOf(step) + 1 }))
  }

  /** Whether the step's document is on its way. */
  const coming = shallowRef(false)

  /** Brings the step's document onto the screen: it is shown where it is open, and opened where it is not. */
  async function bring(): Promise<void> {
    coming.value = true
    // whoever goes on quickly is waited for: one document after another
    const own = (lastOpened = lastOpened.then(() => openFor(place.value)))
    await own
    if (own !== lastOpened) return
    coming.value = false
    await arrange(place.value)
  }
  let lastOpened: Promise<void> = Promise.resolve()

  async function openFor(wanted: Place): Promise<void> {
    const before = tab.value
    const isOpen = before !== null && workspace.tabs.some(({ id }) => id === before.id)
    if (isOpen && before.document === documentOf(wanted)) {
      await workspace.show(before.id)
    } else {
      const id = await workspace.openBeside(make(wanted))
      tab.value = { id, document: documentOf(wanted) }
      if (isOpen)
        await workspace.close(
          before.id,
          workspace.tabs.some((entry) => entry.id === before.id && entry.dirty),
        )
    }
  }

  /** Shows of the document what the step is about. */
  async function arrange(wanted: Place): Promise<void> {
    const { view, select } = wanted.step
    if (select !== undefined && !layout.narrow) store.select(select)
    if (view === undefined || !(await whenHeld()) || place.value !== wanted) return
    await nextTick()
    screen.picture?.choose(view)
  }

  async function go(id: string): Promise<void> {
    if (!open.value) makeRoom()
    open.value = true
    listing.value = false
    walked.value = true
    at.value = id
    const { lesson, step } = place.value
    session.announce(t('lessons.now', { step: lessonTexts[lesson.id].steps[step.id].title }))
    await bring()
  }

  const step = async (by: 1 | -1): Promise<void> => {
    const next = places.at(index.value + by)
    if (next && index.value + by >= 0) await go(idOf(next))
  }

  /** Opens the lessons where they were left; the list of all before the first. */
  function show(): void {
    if (!open.value) makeRoom()
    open.value = true
    walked.value = true
    listing.value = tab.value === null
  }

  function close(): void {
    open.value = false
    if (madeRoom) layout.open('palette')
    madeRoom = false
  }

  /** Beside a lesson the palette is a strip: the picture needs the room. */
  function makeRoom(): void {
    madeRoom = layout.isOpen('palette')
    if (madeRoom) layout.toggle('palette')
  }

  /** The step's document as it was at first, as one step of undo. */
  function restore(): void {
    const fresh = make(place.value)
    store.edit(t('lessons.deeds.restore'), () => fresh)
    void arrange(place.value)
  }

  function finish(): void {
    if (!done.value.includes(at.value)) done.value = [...done.value, at.value]
  }

  return {
    open,
    width,
    at,
    tab,
    done,
    listing,
    walked,
    place,
    index,
    beside,
    coming,
    bring,
    go,
    step,
    show,
    close,
    restore,
    finish,
  }
})
