import { computed } from 'vue'
import { setDataSource } from '@shared/document/edits'
import { useLayoutStore } from '../../layout/layoutStore'
import { keyOf, sourceOf } from '../../panels/data/sources'
import { useDocumentStore } from '../../stores/documentStore'
import { useEngineStore } from '../../stores/engineStore'
import { t } from '../../strings/t'
import { chordWords } from '../chord'
import { isOffered, refusalOf, titleOf } from '../command'
import { useCommandStore } from '../commandStore'
import { useScreenStore } from '../screenStore'
import { catalogueEntries } from './catalogueEntries'
import { entry, type Entry } from './entry'
import { useFileEntries } from './fileEntries'
import { useStackEntries } from './stackEntries'

/** All that the palette finds now. `inspect` opens the inspector and puts the focus there. */
export function useEntries(inspect: () => Promise<void>) {
  const store = useDocumentStore()
  const engine = useEngineStore()
  const commands = useCommandStore()
  const screen = useScreenStore()
  const layout = useLayoutStore()
  const fixed = catalogueEntries()
  const ofFiles = useFileEntries()
  const { ofStack, ofSettings } = useStackEntries(inspect)

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
