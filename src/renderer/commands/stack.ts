import { computed } from 'vue'
import { groupAround, nodeWithId } from '@shared/document/chain'
import type { Spot } from '../editor/layout'
import { useStackCommands } from '../editor/stackCommands'
import { useDocumentStore } from '../stores/documentStore'
import { useQuickAddStore } from '../stores/quickAddStore'
import { useSavedBlockStore } from '../stores/savedBlockStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** What is done to the selected part of the stack, and how keys walk along it: up is towards the data. */
export function stackCommands(): readonly Command[] {
  const store = useDocumentStore()
  const saved = useSavedBlockStore()
  const stack = useStackCommands()
  const session = useSessionStore()
  const quickAdd = useQuickAddStore()
  const screen = useScreenStore()

  const part = computed(() => {
    const node = nodeWithId(store.document, store.selectedNode)
    return node?.kind === 'bijector' || node?.kind === 'group' ? node : null
  })
  const single = computed(() => store.selectedNodes.length === 1)
  const isGroup = computed(() => single.value && part.value?.kind === 'group')
  /** What is selected, as the names of deeds end. */
  const what = () => (isGroup.value ? 'group' : store.selectedNodes.length > 1 ? 'blocks' : 'block')
  const withPart = (): true | string => part.value !== null || t('commands.not.noPart')
  const withGroup = (): true | string => isGroup.value || t('commands.not.noGroup')

  /** Ctrl C, X and V are the system's own, which gives its clipboard to whoever presses them; by name it has to be asked. */
  async function copy(): Promise<boolean> {
    const text = stack.copy()
    if (text === null) return false
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      session.announce(t('commands.not.noClipboard'))
      return false
    }
  }
  async function cut(): Promise<void> {
    if (await copy()) stack.cut()
  }
  async function paste(spot?: Spot): Promise<void> {
    const text = await navigator.clipboard.readText().catch(() => null)
    if (text === null) session.announce(t('commands.not.noClipboard'))
    else if (!stack.paste(text, spot)) session.announce(t('commands.not.noBlocks'))
  }

  const inStack = { category: 'Stack', scope: 'stack' } as const
  const walk = (id: string, title: string, keys: string, run: () => unknown): Command => ({
    ...inStack,
    id: `stack.${id}`,
    title,
    keys,
    run,
  })
  const move = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    ...walk(id, title, keys, () => {
      if (part.value) stack.shift(part.value.id, by)
    }),
    when: withPart,
  })
  const fold = (id: string, title: string, keys: string, on: boolean): Command => ({
    ...walk(id, title, keys, () => stack.foldChosen(on)),
    when: () =>
      isGroup.value || groupAround(store.document, store.selectedNode) !== undefined || t('commands.not.noGroup'),
  })
  const repeat = (id: string, title: string, keys: string, by: 1 | -1): Command => ({
    ...walk(id, title, keys, () => stack.repeatBy(by)),
    when: withGroup,
  })

  return [
    walk('up', t('commands.stack.up'), 'ArrowUp', () => stack.selectNext(1)),
    walk('down', t('commands.stack.down'), 'ArrowDown', () => stack.selectNext(-1)),
    walk('extend-up', t('commands.stack.extendUp'), 'Shift+ArrowUp', () => stack.selectNext(1, true)),
    walk('extend-down', t('commands.stack.extendDown'), 'Shift+ArrowDown', () => stack.selectNext(-1, true)),
    move('move-up', t('commands.stack.moveUp'), 'Alt+ArrowUp', 1),
    move('move-down', t('commands.stack.moveDown'), 'Alt+ArrowDown', -1),
    fold('fold', t('commands.stack.fold'), 'ArrowLeft', true),
    fold('unfold', t('commands.stack.unfold'), 'ArrowRight', false),
    {
      id: 'block.page',
      title: t('commands.stack.page'),
      category: 'Stack',
      keys: 'Alt+I',
      when: () => (single.value && part.value?.kind === 'bijector') || t('commands.not.noBlock'),
      run: () => {
        if (part.value?.kind !== 'bijector') return
        screen.blockPage = { type: part.value.type, node: part.value.id }
        screen.sheet = 'block'
      },
    },
    {
      id: 'stack.add',
      title: t('commands.stack.add'),
      category: 'Stack',
      keys: 'A',
      run: () => {
        quickAdd.open(stack.nextSpot())
      },
    },
    {
      id: 'stack.select-all',
      title: t('commands.stack.selectAll'),
      category: 'Stack',
      keys: 'Ctrl+A',
      run: () => {
        stack.selectAll()
      },
    },
    {
      id: 'stack.invert-selection',
      title: t('commands.stack.invert'),
      category: 'Stack',
      keys: 'Shift+A',
      run: () => {
        stack.invert()
      },
    },
    {
      id: 'stack.copy',
      title: () => t(`commands.stack.copy.${what()}`),
      category: 'Stack',
      when: withPart,
      run: copy,
    },
    {
      id: 'stack.cut',
      title: () => t(`commands.stack.cut.${what()}`),
      category: 'Stack',
      when: withPart,
      run: cut,
    },
    { id: 'stack.paste', title: t('commands.stack.paste'), category: 'Stack', run: () => paste() },
    {
      id: 'stack.add-at-wire',
      title: t('commands.stack.addAtWire'),
      category: 'Stack',
      when: () => quickAdd.wire !== null || t('commands.not.noWire'),
      run: () => {
        if (quickAdd.wire) quickAdd.open(quickAdd.wire.spot, quickAdd.wire.at)
      },
    },
    {
      id: 'stack.paste-at-wire',
      title: t('commands.stack.pasteAtWire'),
      category: 'Stack',
      when: () => quickAdd.wire !== null || t('commands.not.noWire'),
      run: () => paste(quickAdd.wire?.spot),
    },
    {
      ...inStack,
      id: 'stack.remove',
      title: () => t(`commands.stack.remove.${what()}`),
      keys: ['Delete', 'Backspace'],
      when: withPart,
      run: () => {
        if (part.value) stack.remove(part.value.id)
      },
    },
    {
      id: 'stack.duplicate',
      title: t('commands.stack.duplicate'),
      category: 'Stack',
      keys: 'Ctrl+D',
      when: withPart,
      run: () => {
        stack.duplicateSelected()
      },
    },
    {
      id: 'stack.group',
      title: t('commands.stack.group'),
      category: 'Stack',
      keys: 'Ctrl+G',
      when: () => stack.canGroup.value || t('commands.not.notGroupable'),
      run: () => {
        stack.group()
      },
    },
    {
      id: 'stack.ungroup',
      title: t('commands.stack.ungroup'),
      category: 'Stack',
      keys: 'Ctrl+Shift+G',
      when: () => isGroup.value || t('commands.not.notUngroupable'),
      run: () => {
        stack.dissolve()
      },
    },
    repeat('repeat-more', t('commands.stack.repeatMore'), '+', 1),
    repeat('repeat-less', t('commands.stack.repeatLess'), '-', -1),
    {
      id: 'stack.save-block',
      title: t('commands.stack.saveBlock'),
      category: 'Stack',
      when: () => stack.chosen.value !== null || t('commands.not.notSavable'),
      run: () => {
        if (stack.chosen.value) saved.naming = { for: 'save', group: stack.chosen.value }
      },
    },
  ]
}
