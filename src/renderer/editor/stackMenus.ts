import { computed, shallowRef } from 'vue'
import { nodeWithId } from '@shared/document/chain'
import { typing } from '../shells/shortcuts'
import { useDocumentStore } from '../stores/documentStore'
import { useQuickAddStore } from '../stores/quickAddStore'
import { t } from '../strings/t'
import { spotBetween } from './spots'

/** What a menu of the stack may be about. */
type Aim = 'bijector' | 'group' | 'base' | 'data' | 'wire' | 'stack'

const clipboard = ['stack.cut', 'stack.copy', 'stack.paste', 'stack.duplicate']
const written = ['stack.note', 'stack.frame']
const seen = ['view.zoom-selection']
const whole = ['view.zoom-fit', 'view.stack-mode']

/** The commands of each menu, in groups. */
const menus: Readonly<Record<Aim, readonly (readonly string[])[]>> = {
  bijector: [
    ['stack.add'],
    clipboard,
    ['stack.bypass', 'stack.freeze', 'stack.group', 'stack.save-block'],
    written,
    seen,
    ['stack.remove'],
  ],
  group: [
    ['stack.add'],
    clipboard,
    ['stack.repeat-more', 'stack.repeat-less', 'stack.fold', 'stack.unfold', 'stack.ungroup'],
    ['stack.bypass', 'stack.freeze', 'stack.save-block'],
    written,
    seen,
    ['stack.remove'],
  ],
  base: [['stack.note'], seen],
  data: [['file.import-data'], ['stack.note'], seen],
  wire: [['stack.add-at-wire', 'stack.paste-at-wire'], whole],
  stack: [
    ['stack.add', 'stack.paste', 'stack.select-all'],
    ['stack.note'],
    ['view.zoom-in', 'view.zoom-out', 'view.zoom-fit', 'view.thumbnails', 'view.stack-mode'],
    ['stack.export-png', 'stack.export-svg'],
  ],
}

/** The menu of the stack, be it a graph or a list: `aim` says what it is about before it opens. */
export function useStackMenu() {
  const store = useDocumentStore()
  const quickAdd = useQuickAddStore()
  const aimed = shallowRef<Aim>('stack')

  function aim(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return
    if (typing(event.target)) {
      event.stopPropagation()
      return
    }
    const id = event.target.closest<HTMLElement>('[data-node]')?.dataset.node
    const node = nodeWithId(store.document, id ?? null)
    const wire = event.target.closest<HTMLElement>('[data-wire]')?.dataset.wire
    if (node) {
      if (!store.selectedNodes.includes(node.id)) store.select(node.id)
      aimed.value = node.kind
    } else if (wire !== undefined) {
      const [from, to] = wire.split(' ')
      const at = { x: event.clientX, y: event.clientY }
      quickAdd.wire = { spot: spotBetween(store.document, from, to), at }
      aimed.value = 'wire'
    } else {
      store.select(null)
      aimed.value = 'stack'
    }
  }

  return { aim, groups: computed(() => menus[aimed.value]), label: computed(() => t(`menus.${aimed.value}`)) }
}
