import { useVueFlow } from '@vue-flow/core'
import { nextTick, onMounted, shallowRef, watch } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import { useDocumentStore } from '../stores/documentStore'
import { useFoldStore } from '../stores/foldStore'
import { fitChain, fitPlaces, reveal } from './fit'
import type { Extent } from './fit'
import type { ChainLayout } from './layout'

/** What part of the stack is seen, and the focus in it: fitted to all until someone moves it, then where they left it. */
export function useCanvasView(
  frame: Readonly<ShallowRef<HTMLElement | null>>,
  resting: ComputedRef<ChainLayout>,
  extent: ComputedRef<Extent>,
) {
  const store = useDocumentStore()
  const folds = useFoldStore()
  const { setViewport, viewport, dimensions, zoomIn, zoomOut } = useVueFlow('stack')

  /** Until someone pans or zooms, the view follows the stack. */
  const following = shallowRef(true)

  function fit(): void {
    following.value = true
    void setViewport(fitChain(resting.value, dimensions.value, extent.value))
  }
  watch(
    [
      () => store.document.graph,
      () => folds.folded,
      () => dimensions.value.width,
      () => dimensions.value.height,
      () => Object.values(extent.value).join(),
    ],
    () => {
      if (following.value && dimensions.value.height > 0) fit()
    },
  )
  onMounted(() => void nextTick(fit))

  function userMoved(event: { event: { sourceEvent?: unknown } }): void {
    if (event.event.sourceEvent) following.value = false
  }

  /** The view of what is selected; of the whole stack when nothing is. */
  function fitSelected(): void {
    const places = resting.value.places.filter(({ id }) => store.selectedNodes.includes(id))
    if (places.length === 0) {
      fit()
      return
    }
    following.value = false
    void setViewport(fitPlaces(places, dimensions.value))
  }

  function zoom(by: 'in' | 'out'): void {
    following.value = false
    void (by === 'in' ? zoomIn() : zoomOut())
  }

  /** Brings a height of the stack into the middle of the view. */
  function lookAt(y: number): void {
    following.value = false
    const { x, zoom } = viewport.value
    void setViewport({ x, y: Math.round(dimensions.value.height / 2 - zoom * y), zoom })
  }

  async function focusSelected(): Promise<void> {
    await nextTick()
    const place = resting.value.places.find(({ id }) => id === store.selectedNode)
    if (place) void setViewport(reveal(place, viewport.value, dimensions.value))
    await focusNode(store.selectedNode ?? '')
  }

  /** A new node takes no focus until the graph library has measured it, which is a frame or two later. */
  async function focusNode(id: string): Promise<void> {
    for (let tries = 0; tries < 10; tries++) {
      const node = frame.value?.querySelector<HTMLElement>(`[data-node="${id}"]`)
      // The browser's own scrolling would shift the canvas under its wires.
      node?.focus({ preventScroll: true })
      if (!node || document.activeElement === node) return
      await new Promise(requestAnimationFrame)
    }
  }

  return { fit, fitSelected, zoom, lookAt, userMoved, focusSelected }
}
