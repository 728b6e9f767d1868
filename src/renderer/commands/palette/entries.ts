import { computed } from 'vue'
import { baseEntry, blockEntry, blocks, families } from '@shared/catalogue/registry'
import { recipes } from '@shared/catalogue/recipes'
import { nodeWithId, nodesInOrder, placedInOrder } from '@shared/document/chain'
import { setDataSource } from '@shared/document/edits'
import { nameOf, useStackCommands } from '../../editor/stackCommands'
import { keyOf, sourceOf } from '../../panels/data/sources'
import { idOf, places } from '../../lessons/all'
import { useLessonStore } from '../../lessons/lessonStore'
import { lessonTexts } from '../../strings/en/lessons/all'
import { useLayoutStore } from '../../layout/layoutStore'
import { useRecentDeeds } from '../../shells/recentDeeds'
import { useCompareStore } from '../../stores/compareStore'
import { useDocumentStore } from '../../stores/documentStore'
import { useEngineStore } from '../../stores/engineStore'
import { useFileStore } from '../../stores/fileStore'
import { useSavedBlockStore } from '../../stores/savedBlockStore'
import { useWorkspaceStore } from '../../stores/workspaceStore'
import { counted, t } from '../../strings/t'
import { chordWords } from '../chord'
import { isOffered, refusalOf, titleOf } from '../command'
import { useCommandStore } from '../commandStore'
import { useScreenStore } from '../screenStore'
import { hayOf } from './fuzzy'
import type { Hay } from './fuzzy'

/** In the order in which the palette shows them where nothing else decides. */
export const kinds = {
  command: t('panels.found.kinds.command'),
  view: t('panels.found.kinds.view'),
  layout: t('panels.found.kinds.layout'),
  placed: t('panels.found.kinds.placed'),
  setting: t('panels.found.kinds.setting'),
  block: t('panels.found.kinds.block'),
  own: t('panels.found.kinds.own'),
  recipe: t('panels.found.kinds.recipe'),
  page: t('panels.found.kinds.page'),
  dataset: t('panels.found.kinds.dataset'),
  recent: t('panels.found.kinds.recent'),
  recentDeed: t('recents.title'),
  compare: t('panels.found.kinds.compare'),
  example: t('panels.found.kinds.example'),
  lesson: t('panels.found.kinds.lesson'),
} as const
export type Kind = keyof typeof kinds

/** Something to be found in the command palette. */
export interface Entry {
  readonly id: string
  readonly kind: Kind
  readonly label: string
  readonly note: string
  readonly keys: string
  /** Why it cannot be done now; null when it can. */
  readonly refusal: string | null
  readonly hay: Hay
  readonly run: () => unknown
}

interface Draft {
  readonly label: string
  readonly note?: string
  /** Words that it is also found by, not shown. */
  readonly also?: readonly string[]
  readonly keys?: string
  readonly refusal?: string | null
  readonly run: () => unknown
}

const entry = (
  kind: Kind,
  id: string,
  { label, note = '', also = [], keys = '', refusal = null, run }: Draft,
): Entry => ({
  id: `${kind}/${id}`,
  kind,
  label,
  note,
  keys,
  refusal,
  hay: hayOf(label, [...also, note, kinds[kind]]),
  run,
})

/** All that the palette finds now. `inspect` opens the inspector and puts the focus there. */
export function useEntries(inspect: () => Promise<void>) {
  const store = useDocumentStore()
  const engine = useEngineStore()
  const files = useFileStore()
  const saved = useSavedBlockStore()
  const commands = useCommandStore()
  const screen = useScreenStore()
  const stack = useStackCommands()
  const recents = useRecentDeeds()
  const compare = useCompareStore()
  const workspace = useWorkspaceStore()
  const layout = useLayoutStore()
  const lessons = useLessonStore()

  const familyLabels = new Map(families.map(({ family, label }) => [family, label]))
  /** These never change. */
  const fixed: readonly Entry[] = [
    ...blocks.map(({ type, label, family, citation }) =>
      entry('block', type, {
        label,
        note: familyLabels.get(family) ?? '',
        also: [type, citation.title, citation.authors],
        run: () => {
          stack.append(type)
        },
      }),
    ),
    ...recipes.map(({ name, label, blocks: own, citation }) =>
      entry('recipe', name, {
        label,
        note: counted('panels.blocks', own.length),
        also: [name, citation.title, citation.authors],
        run: () => {
          stack.appendRecipe(name)
        },
      }),
    ),
    ...blocks.map(({ type, label, family, citation }) =>
      entry('page', type, {
        label,
        note: familyLabels.get(family) ?? '',
        also: [type, citation.title, citation.authors],
        run: () => {
          screen.blockPage = { type, node: null }
          screen.sheet = 'block'
        },
      }),
    ),
    ...places.map((place) => {
      const lesson = lessonTexts[place.lesson.id]
      return entry('lesson', idOf(place), {
        label: lesson.steps[place.step.id].title,
        note: lesson.title,
        run: () => lessons.go(idOf(place)),
      })
    }),
  ]

  const ofCommands = computed(() =>
    commands.commands
      .filter((command) => command.id !== 'help.palette' && isOffered(command))
      .map((command) =>
        entry('command', command.id, {
          label: titleOf(command),
          note: t(`commands.categories.${command.category}`),
          keys: commands
            .keysOf(command.id)
            .slice(0, 1)
            .map((chord) => chordWords(chord))
            .join(''),
          refusal: refusalOf(command),
          run: () => commands.run(command.id),
        }),
      ),
  )
  const ofViews = computed(() =>
    (screen.picture?.tabs ?? []).map(({ key, label, help }) =>
      entry('view', key, { label, note: help, run: () => screen.picture?.choose(key) }),
    ),
  )
  const ofLayouts = computed(() =>
    layout.own.map(({ name, layout: own }) =>
      entry('layout', name, {
        label: name,
        refusal: layout.isOwn(name) ? t('commands.not.soNow') : null,
        run: () => {
          layout.use(own, name)
        },
      }),
    ),
  )
  const ofFiles = computed(() => [
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
        note: new Date(recent.savedAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }),
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
  const ofData = computed(() =>
    engine.datasets.map((dataset) =>
      entry('dataset', keyOf(dataset), {
        label: dataset.label,
        note: t('panels.found.dims', { count: dataset.dims }),
        also: [dataset.name, dataset.summary],
        run: () => {
          store.edit(t('data.deeds.use', { label: dataset.label }), (document) =>
            setDataSource(document, sourceOf(dataset, document.data.source)),
          )
        },
      }),
    ),
  )

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

  return computed<readonly Entry[]>(() => [
    ...ofCommands.value,
    ...ofViews.value,
    ...ofLayouts.value,
    ...ofStack.value,
    ...ofSettings.value,
    ...fixed,
    ...ofFiles.value,
    ...ofData.value,
  ])
}

function focusSetting(key: string): void {
  const field = document.querySelector(`[data-testid="setting-${CSS.escape(key)}"]`)
  field?.querySelector<HTMLElement>('input, select, textarea, [role=switch]')?.focus()
}
