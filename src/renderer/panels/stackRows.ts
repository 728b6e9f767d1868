import { computed, type ComputedRef } from 'vue'
import { baseEntry, blockEntry } from '@shared/catalogue/registry'
import { framesAround, notesAt } from '@shared/document/annotations'
import { flowPlaces, nodesInOrder } from '@shared/document/chain'
import type { BijectorNode, Frame } from '@shared/document/schema'
import { LEFT_OUT } from '../editor/canvasData'
import { setAsideIn, type SetAside } from '../editor/setAside'
import { nameOf } from '../editor/stackCommands'
import { summary } from '../editor/summary'
import { useDataEnd } from '../editor/useDataEnd'
import { useDocumentStore } from '../stores/documentStore'
import { useFoldStore } from '../stores/foldStore'
import { t } from '../strings/t'
import { blockColour } from '../ui/colour'

/** An end of the stack, a block, or the heading of a group, in words. */
export interface StackRow {
  readonly id: string
  readonly mark: string
  readonly colour: string
  readonly title: string
  readonly note: string
  readonly kind: 'end' | 'block' | 'group'
  /** In a group. */
  readonly inner: boolean
  readonly aside: SetAside
  readonly notes: readonly string[]
  /** Of the frame that is closest around it. */
  readonly frame: Frame | undefined
}

/** The stack from the data down to the base: the heading of each group, and below it its blocks unless it is folded. */
export function useStackRows(): ComputedRef<readonly StackRow[]> {
  const store = useDocumentStore()
  const dataEnd = useDataEnd()
  const folds = useFoldStore()

  return computed<readonly StackRow[]>(() => {
    const { graph } = store.document
    const stack = flowPlaces(store.document)
    const asideOf = setAsideIn(store.document)
    const colourOf = (k: number) => (k > 0 ? blockColour(k, K) : LEFT_OUT)
    const K = stack.length
    const annotations = (id: string) => ({
      notes: notesAt(store.document, id).map(({ text }) => text),
      frame: framesAround(store.document, [id]).at(0),
    })
    const placeOf = (block: BijectorNode) => stack.findIndex(({ source }) => source === block) + 1
    const rowOf = (block: BijectorNode, inner: boolean): StackRow => {
      const entry = blockEntry(block.type)
      const note = [
        block.inverted ? t('panels.list.inverted') : '',
        entry ? summary(entry.settings, block.settings) : '',
      ]
      return {
        id: block.id,
        mark: String(placeOf(block) || '–'),
        colour: colourOf(placeOf(block)),
        title: entry?.label ?? block.type,
        note: note.filter((words) => words !== '').join(' · '),
        kind: 'block',
        inner,
        ...annotations(block.id),
        aside: asideOf(block.id),
      }
    }
    const middle = nodesInOrder(store.document).flatMap((node): StackRow[] => {
      if (node.kind === 'bijector') return [rowOf(node, false)]
      const places = stack.flatMap(({ group }, i) => (group === node ? [i + 1] : []))
      const [first = 0, last = 0] = [places.at(0), places.at(-1)]
      const heading: StackRow = {
        id: node.id,
        mark: `× ${String(node.repeats)}`,
        colour: colourOf(first),
        title: nameOf(node),
        note: [
          ...(folds.folded.has(node.id) ? [t('panels.list.folded')] : []),
          first > 0 ? t('panels.list.blocks', { first, last }) : t('panels.list.outside'),
        ].join(' · '),
        kind: 'group',
        inner: false,
        ...annotations(node.id),
        aside: asideOf(node.id),
      }
      return folds.folded.has(node.id) ? [heading] : [...node.nodes.map((block) => rowOf(block, true)), heading]
    })
    const ends = graph.nodes.flatMap((node): StackRow[] => {
      const end = {
        id: node.id,
        kind: 'end',
        inner: false,
        aside: asideOf(node.id),
        ...annotations(node.id),
      } as const
      if (node.kind === 'base') {
        const title = baseEntry(node.type)?.label ?? node.type
        return [{ ...end, mark: 'z', colour: 'var(--z)', title, note: t('inspector.base.note') }]
      }
      if (node.kind === 'data') {
        const said = notesAt(store.document, null).map(({ text }) =>
          t('notes.said', { name: t('notes.document'), text }),
        )
        return [{ ...end, mark: 'x', colour: 'var(--x)', ...dataEnd.value, notes: [...said, ...end.notes] }]
      }
      return []
    })
    const end = (mark: string) => ends.filter((row) => row.mark === mark)
    return [...end('x'), ...middle.reverse(), ...end('z')]
  })
}
