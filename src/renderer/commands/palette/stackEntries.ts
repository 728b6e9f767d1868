import { computed } from 'vue'
import { baseEntry, blockEntry } from '@shared/catalogue/registry'
import { nodeWithId, nodesInOrder, placedInOrder } from '@shared/document/chain'
import { nameOf } from '../../editor/stackCommands'
import { useDocumentStore } from '../../stores/documentStore'
import { t } from '../../strings/t'
import { entry } from './entry'

/** What stands in the document's stack, and the settings of what is selected. `inspect` opens the inspector and puts the focus there. */
export function useStackEntries(inspect: () => Promise<void>) {
  const store = useDocumentStore()

  /** Selects it, and shows its settings. */
  async function jump(id: string): Promise<void> {
    store.select(id)
    await inspect()
  }
  const ofStack = computed(() => {
    const groups = nodesInOrder(store.document).filter((node) => node.kind === 'group')
    // of the repeats of a group the first
    const placed = placedInOrder(store.document)
      .map(({ source }, i) => ({ source, i }))
      .filter(({ source }, i, all) => all.findIndex((other) => other.source === source) === i)
    return [
      ...placed.map(({ source, i }) =>
        entry('placed', source.id, {
          label: `${String(i + 1)} ${nameOf(source)}`,
          note: t('panels.found.block'),
          run: () => jump(source.id),
        }),
      ),
      ...groups.map((group) =>
        entry('placed', group.id, {
          label: nameOf(group),
          note: t('panels.found.group', { repeats: group.repeats }),
          run: () => jump(group.id),
        }),
      ),
      ...store.document.graph.nodes
        .filter((node) => node.kind === 'base' || node.kind === 'data')
        .map((node) =>
          entry('placed', node.id, {
            label: node.kind === 'base' ? t('inspector.base.type') : t('inspector.data'),
            note: node.kind === 'base' ? 'z' : 'x',
            run: () => jump(node.id),
          }),
        ),
    ]
  })
  const ofSettings = computed(() => {
    const node = nodeWithId(store.document, store.selectedNode)
    const found =
      node?.kind === 'bijector' ? blockEntry(node.type) : node?.kind === 'base' ? baseEntry(node.type) : null
    return (found?.settings ?? []).map(({ key, label, help }) =>
      entry('setting', key, {
        label,
        note: found?.label ?? '',
        also: [help],
        run: async () => {
          await inspect()
          focusSetting(key)
        },
      }),
    )
  })

  return { ofStack, ofSettings }
}

function focusSetting(key: string): void {
  const field = document.querySelector(`[data-testid="setting-${CSS.escape(key)}"]`)
  field?.querySelector<HTMLElement>('input, select, textarea, [role=switch]')?.focus()
}
