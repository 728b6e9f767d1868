import { useVueFlow } from '@vue-flow/core'
import { computed, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { useTold } from '../lessons/useTold'
import { useDocumentStore } from '../stores/documentStore'
import { useFoldStore } from '../stores/foldStore'
import { useNoteStore } from '../stores/noteStore'
import { useRepeatStore } from '../stores/repeatStore'
import { toCanvas } from './adapter'
import { chainOnCanvas } from './canvasChain'
import { contentsOf } from './contents'
import { annotated, noteKey } from './annotate'
import type { NoteLook } from './annotate'
import { formFor } from './fit'
import { layoutChain } from './layout'
import { useCarried } from './useCarried'
import { useDataEnd } from './useDataEnd'

/** All that is drawn of the document: the chain as it stands, what its nodes show, and the notes beside them. */
export function useScene(frame: Readonly<ShallowRef<HTMLElement | null>>) {
  const store = useDocumentStore()
  const repeats = useRepeatStore()
  const folds = useFoldStore()
  const notes = useNoteStore()
  const { issues } = useTold()
  const { dimensions } = useVueFlow('stack')

  const chainShown = (moving?: string) => chainOnCanvas(store.document, moving, folds.folded)
  const form = computed(() => formFor(chainShown(), dimensions.value))
  const hover = useCarried(frame, chainShown, form)
  const dataEnd = useDataEnd()
  const contents = computed(() => contentsOf(store.document, issues.value, dataEnd.value, form.value, repeats.shown))
  /** Notes as high as they are drawn, by their keys. */
  const heights = shallowRef<ReadonlyMap<string, number>>(new Map())
  const look = computed<NoteLook>(() => ({
    heights: heights.value,
    draft: notes.writing?.id === null ? { node: notes.writing.node } : null,
  }))
  function measured(id: string | null, pixels: number): void {
    if (pixels > 0 && heights.value.get(noteKey(id)) !== pixels)
      heights.value = new Map([...heights.value, [noteKey(id), pixels]])
  }
  const canvas = computed(() =>
    toCanvas(store.document, contents.value, form.value, hover.value, folds.folded, look.value),
  )

  const resting = computed(() => layoutChain(chainShown(), form.value))
  /** What notes and frames take up beside the chain. */
  const extent = computed(() => {
    const at = new Map(resting.value.places.map((place) => [place.id, { ...place, x: 0 }]))
    return annotated(store.document, resting.value.regions, (id) => at.get(id), look.value).extent
  })

  return { chainShown, form, hover, contents, canvas, resting, extent, measured }
}
