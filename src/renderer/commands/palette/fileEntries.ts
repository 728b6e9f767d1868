import { computed } from 'vue'
import { useStackCommands } from '../../editor/stackCommands'
import { useRecentDeeds } from '../../shells/recentDeeds'
import { useCompareStore } from '../../stores/compareStore'
import { useFileStore } from '../../stores/fileStore'
import { useSavedBlockStore } from '../../stores/savedBlockStore'
import { useWorkspaceStore } from '../../stores/workspaceStore'
import { t } from '../../strings/t'
import { useScreenStore } from '../screenStore'
import { entry, type Entry } from './entry'

/** What a person has kept or opened: saved blocks, recent documents and what can be done with them, other tabs, examples. */
export function useFileEntries() {
  const files = useFileStore()
  const saved = useSavedBlockStore()
  const screen = useScreenStore()
  const stack = useStackCommands()
  const recents = useRecentDeeds()
  const compare = useCompareStore()
  const workspace = useWorkspaceStore()

  return computed<readonly Entry[]>(() => [
    ...saved.blocks.map((block) =>
      entry('own', block.id, {
        label: block.name,
        run: () => {
          stack.appendSaved(block.id)
        },
      }),
    ),
    ...files.recents.map((recent) =>
      entry('recent', recent.id, {
        label: recent.name,
        note: new Date(recent.savedAt).toLocaleString([], {
          dateStyle: 'medium',
          timeStyle: 'short',
          hourCycle: 'h23',
        }),
        refusal: recent.gone ? t('recents.gone') : null,
        run: () => recents.open(recent),
      }),
    ),
    ...files.recents.flatMap((recent) => [
      entry('recentDeed', `pin-${recent.id}`, {
        label: t(recent.pinned ? 'recents.deeds.unpin' : 'recents.deeds.pin', { name: recent.name }),
        run: () => recents.pin(recent),
      }),
      entry('recentDeed', `remove-${recent.id}`, {
        label: t('recents.deeds.remove', { name: recent.name }),
        run: () => recents.forget(recent),
      }),
    ]),
    ...workspace.tabs
      .filter(({ shown }) => !shown)
      .map(({ id, name }) =>
        entry('compare', id, {
          label: t('compare.commands.tab', { name }),
          run: () => {
            compare.wanted = { kind: 'tab', id }
            screen.sheet = 'versions'
          },
        }),
      ),
    ...files.examples.map((example) =>
      entry('example', example.name, { label: example.name, run: () => files.openExample(example) }),
    ),
  ])
}
