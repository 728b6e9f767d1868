import { useVueFlow } from '@vue-flow/core'
import { computed, onBeforeUnmount } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import { nodeWithId } from '@shared/document/chain'
import { equal } from '@shared/document/equal'
import { useDocumentStore } from '../stores/documentStore'
import { useDragStore } from '../stores/dragStore'
import type { Drag, Point } from '../stores/dragStore'
import type { Hover } from './canvasData'
import { BLOCK_HEIGHTS, FRAME_HEADING, FRAME_INSET, spotAt } from './layout'
import type { BlockForm, Chain, Spot } from './layout'
import { useStackCommands } from './stackCommands'

/** The canvas as a place to let go of what is carried. Answers what hovers over it now, and where it would enter the chain. */
export function useCarried(
  frame: Readonly<ShallowRef<HTMLElement | null>>,
  chainShown: (moving?: string) => Chain,
  form: ComputedRef<BlockForm>,
): ComputedRef<Hover | null> {
  const store = useDocumentStore()
  const drags = useDragStore()
  const commands = useStackCommands()
  const { screenToFlowCoordinate } = useVueFlow('stack')

  const flowPoint = ({ pointer, grip }: Pick<Drag, 'pointer' | 'grip'>): Point =>
    screenToFlowCoordinate({ x: pointer.x - grip.x, y: pointer.y - grip.y })

  /** Where the blocks of what is held stand; a group's frame reaches out beyond them. */
  function heldAt(drag: Pick<Drag, 'pointer' | 'grip'>, id: string): Point {
    const { x, y } = flowPoint(drag)
    return isWhole(id) ? { x: x + FRAME_INSET, y } : { x, y }
  }

  const isWhole = (id: string): boolean => nodeWithId(store.document, id)?.kind === 'group'

  const hover = computed<Hover | null>((before) => {
    const { drag } = drags
    if (!drag?.spot) return null
    const { spot, subject, still } = drag
    if (subject.kind === 'block') return { spot, still, held: { id: subject.id, ...heldAt(drag, subject.id) } }
    // A new block changes nothing on the canvas until it is over another wire.
    return before?.held === null && before.still === still && equal(before.spot, spot)
      ? before
      : { spot, still, held: null }
  })

  /** The spot that a drag over the canvas means; null when the pointer is elsewhere. */
  function locate(drag: Omit<Drag, 'spot'>): Spot | null {
    const box = frame.value?.getBoundingClientRect()
    const { x, y } = drag.pointer
    if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) return null
    const { subject } = drag
    if (subject.kind !== 'block') {
      const at = screenToFlowCoordinate(drag.pointer).y
      return spotAt(at, chainShown(), form.value, subject.kind !== 'new')
    }
    const chain = chainShown(subject.id)
    const seen = drag.still ? chainShown() : chain
    // A group is led by its heading: the middle of a long one is far from the hand.
    const height = isWhole(subject.id) ? FRAME_HEADING : BLOCK_HEIGHTS[form.value]
    return spotAt(flowPoint(drag).y + height / 2, chain, form.value, isWhole(subject.id), seen)
  }

  onBeforeUnmount(
    drags.setTarget({
      locate,
      drop(subject, spot) {
        if (subject.kind === 'block') commands.move(subject.id, spot)
        else commands.put(subject, spot)
      },
    }),
  )

  return hover
}
