import { computed } from 'vue'
import { nodeWithId } from '@shared/document/chain'
import { useStackCommands } from '../editor/stackCommands'
import { useDocumentStore } from '../stores/documentStore'
import { useSavedBlockStore } from '../stores/savedBlockStore'
import { t } from '../strings/t'
import type { Command } from './command'

/** What is done to the selected part of the stack, and how keys walk along it: up is towards the data. */
export function stackCommands(): readonly Command[] {
  const store = useDocumentStore()
  const saved = useSavedBlockStore()
  const stack = useStackCommands()

  const part = computed(() => {
    const node = nodeWithId(store.document, store.selectedNode)
    return node?.kind === 'bijector' || node?.kind === 'group' ? node : null
  })
  const single = computed(() => store.selectedNodes.length === 1)
  const isGroup = computed(() => single.value && part.value?.kind === 'group')
  const withPart = (): true | string => part.value !== null || t('commands.not.noPart')
  const withGroup = (): true | string => isGroup.value || t('commands.not.noGroup')

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
    {
      ...inStack,
      id: 'stack.remove',
      title: () =>
        isGroup.value
          ? t('commands.stack.removeGroup')
          : store.selectedNodes.length > 1
            ? t('commands.stack.removeBlocks')
            : t('commands.stack.removeBlock'),
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
      when: () => (part.value !== null && single.value) || t('commands.not.notSingle'),
      run: () => {
        if (part.value) stack.duplicate(part.value.id)
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
