import type { ShallowRef } from 'vue'
import { groupAround } from '@shared/document/chain'
import { useDocumentStore } from '../stores/documentStore'
import { useDragStore } from '../stores/dragStore'
import { useMarquee } from './useMarquee'

/** Selecting by presses on nodes and by a rectangle drawn over them. */
export function usePresses(frame: Readonly<ShallowRef<HTMLElement | null>>) {
  const store = useDocumentStore()
  const drags = useDragStore()

  function press(event: PointerEvent, id: string): void {
    if (event.button !== 0) return
    if (event.shiftKey) store.selectTo(id)
    else if (event.ctrlKey || event.metaKey) store.toggle(id)
    else {
      // one of several is taken along with the others; a click alone lets go of them
      if (!store.selectedNodes.includes(id)) store.select(id)
      drags.press(event, { kind: 'block', id })
    }
  }

  /** The focus stays away from a node that a press takes out of the selection. */
  function keepFocus(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey) event.preventDefault()
  }

  /** A press on one of several keeps them for a drag; a click then means this one. The buttons of a group mean themselves. */
  function click(event: MouseEvent, id: string): void {
    if (event.target instanceof Element && event.target.closest('button')) return
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) store.select(id)
  }

  const { marquee, start: startMarquee } = useMarquee(
    frame,
    (ids, mode) => {
      const touched = alike(ids)
      if (mode === 'set') store.selectAll(touched)
      else if (mode === 'add') store.selectAll([...selectedBefore, ...touched])
      else store.selectAll(selectedBefore.filter((id) => !touched.includes(id)))
    },
    () => {
      selectedBefore = store.selectedNodes
    },
  )
  let selectedBefore: readonly string[] = []

  /** Blocks of one group as they are; with others besides them, their group as a whole. */
  function alike(ids: readonly string[]): readonly string[] {
    const around = ids.map((id) => groupAround(store.document, id)?.id)
    return new Set(around).size === 1 ? ids : ids.map((id, i) => around[i] ?? id)
  }

  return { press, keepFocus, click, marquee, startMarquee }
}
