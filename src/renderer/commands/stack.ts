import { computed } from 'vue'
import { nodeWithId } from '@shared/document/chain'
import { useStackCommands } from '../editor/stackCommands'
import { useDocumentStore } from '../stores/documentStore'
import { useSavedBlockStore } from '../stores/savedBlockStore'
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
  const withPart = (): true | string => part.value !== null || 'Select a block or a group first.'
  const withGroup = (): true | string => isGroup.value || 'Select a group first.'

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
    walk('up', 'Go up the stack', 'ArrowUp', () => stack.selectNext(1)),
    walk('down', 'Go down the stack', 'ArrowDown', () => stack.selectNext(-1)),
    walk('extend-up', 'Select more of the stack upwards', 'Shift+ArrowUp', () => stack.selectNext(1, true)),
    walk('extend-down', 'Select more of the stack downwards', 'Shift+ArrowDown', () => stack.selectNext(-1, true)),
    move('move-up', 'Move up, into groups and out of them', 'Alt+ArrowUp', 1),
    move('move-down', 'Move down, into groups and out of them', 'Alt+ArrowDown', -1),
    {
      ...inStack,
      id: 'stack.remove',
      title: () => (isGroup.value ? 'Remove group' : single.value ? 'Remove block' : 'Remove blocks'),
      keys: ['Delete', 'Backspace'],
      when: withPart,
      run: () => {
        if (part.value) stack.remove(part.value.id)
      },
    },
    {
      id: 'stack.duplicate',
      title: 'Duplicate',
      category: 'Stack',
      keys: 'Ctrl+D',
      when: () => (part.value !== null && single.value) || 'Select one block or group first.',
      run: () => {
        if (part.value) stack.duplicate(part.value.id)
      },
    },
    {
      id: 'stack.group',
      title: 'Group to repeat',
      category: 'Stack',
      keys: 'Ctrl+G',
      when: () => stack.canGroup.value || 'Nothing to group: select blocks side by side, none of them a group.',
      run: () => {
        stack.group()
      },
    },
    {
      id: 'stack.ungroup',
      title: 'Ungroup',
      category: 'Stack',
      keys: 'Ctrl+Shift+G',
      when: () => isGroup.value || 'Nothing to ungroup: select a group.',
      run: () => {
        stack.dissolve()
      },
    },
    repeat('repeat-more', 'Repeat the group once more', '+', 1),
    repeat('repeat-less', 'Repeat the group once less', '-', -1),
    {
      id: 'stack.save-block',
      title: 'Save as block…',
      category: 'Stack',
      when: () => stack.chosen.value !== null || 'Select a group, or blocks that are in none.',
      run: () => {
        if (stack.chosen.value) saved.naming = { for: 'save', group: stack.chosen.value }
      },
    },
  ]
}
