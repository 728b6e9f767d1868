import { blocks } from '@shared/catalogue/registry'
import { recipes } from '@shared/catalogue/recipes'
import { allNodes, blocksInOrder, isBijector, isGroup } from '@shared/document/chain'
import * as edits from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import fc from 'fast-check'
import { useSetAside } from '../../../src/renderer/editor/setAside'
import { useStackCommands } from '../../../src/renderer/editor/stackCommands'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useWorkspaceStore } from '../../../src/renderer/stores/workspaceStore'

/** What a person has before them, as the page makes it: the stores, and the commands that keys and mouse come to. */
export const useDesk = () => ({
  store: useDocumentStore(),
  workspace: useWorkspaceStore(),
  engine: useEngineStore(),
  commands: useStackCommands(),
  setAside: useSetAside(),
})
type Desk = ReturnType<typeof useDesk>

/** What stands outside of the desk: the clipboard, a folder of files, and the block that the engine names next. */
export interface Surroundings {
  clipboard: string
  readonly files: string[]
  named: string | null
}

/** Something that a person does, said in words so that a counterexample reads as a list of them. */
export interface PersonsDeed {
  readonly words: string
  carryOut(desk: Desk, around: Surroundings): void | Promise<void>
}

const deed = (words: string, carryOut: PersonsDeed['carryOut']) => ({
  words,
  carryOut,
  [fc.toStringMethod]: () => words,
})

const place = fc.nat({ max: 9 })
const chosenOf = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(items.length, 1)]
const stackIds = (document: FlowDocument): readonly string[] =>
  allNodes(document).flatMap((node) => (isBijector(node) || isGroup(node) ? [node.id] : []))
const groupIds = (document: FlowDocument): readonly string[] => document.graph.nodes.filter(isGroup).map(({ id }) => id)

/** A deed to some block or group, or to none where the stack is empty. */
const toNode =
  (index: number, act: (desk: Desk, id: string) => void): PersonsDeed['carryOut'] =>
  (desk) => {
    const id = chosenOf(stackIds(desk.store.document), index)
    if (id !== undefined) act(desk, id)
  }

const toGroup =
  (index: number, act: (desk: Desk, id: string) => void): PersonsDeed['carryOut'] =>
  (desk) => {
    const id = chosenOf(groupIds(desk.store.document), index)
    if (id !== undefined) act(desk, id)
  }

const selecting = fc.oneof(
  place.map((at) =>
    deed(
      `select node ${at}`,
      toNode(at, ({ store }, id) => store.select(id)),
    ),
  ),
  place.map((at) =>
    deed(
      `select on to node ${at}`,
      toNode(at, ({ store }, id) => store.selectTo(id)),
    ),
  ),
  place.map((at) =>
    deed(
      `select node ${at} too`,
      toNode(at, ({ store }, id) => store.toggle(id)),
    ),
  ),
  fc.constantFrom(
    deed('select all', ({ commands }) => commands.selectAll()),
    deed('select the others', ({ commands }) => commands.invert()),
    deed('select the base', ({ store }) => store.select('base')),
    deed('select the next', ({ commands }) => void commands.selectNext(1)),
    deed('select the one before too', ({ commands }) => void commands.selectNext(-1, true)),
  ),
)

const inserting = fc.oneof(
  fc
    .constantFrom(...blocks.map(({ type }) => type))
    .map((type) => deed(`insert ${type}`, ({ commands }) => commands.append(type))),
  fc.record({ type: fc.constantFrom(...blocks.map((entry) => entry.type)), group: place, at: place }).map((given) =>
    deed(
      `insert ${given.type} into group ${given.group} at ${given.at}`,
      toGroup(given.group, ({ commands }, into) => commands.insert(given.type, { index: given.at, into })),
    ),
  ),
  fc
    .constantFrom(...recipes.filter((recipe) => recipe.blocks.length < 9).map(({ name }) => name))
    .map((name) => deed(`insert recipe ${name}`, ({ commands }) => commands.appendRecipe(name))),
)

const moving = fc.oneof(
  fc.record({ at: place, to: place }).map(({ at, to }) =>
    deed(
      `move node ${at} to ${to}`,
      toNode(at, ({ commands }, id) => commands.move(id, { index: to, into: null })),
    ),
  ),
  fc.record({ at: place, to: place, group: place }).map(({ at, to, group }) =>
    deed(
      `move node ${at} into group ${group} at ${to}`,
      toNode(at, ({ commands, store }, id) => {
        const into = chosenOf(groupIds(store.document), group) ?? null
        // the canvas offers a group no place in a group
        if (!groupIds(store.document).includes(id)) commands.move(id, { index: to, into })
      }),
    ),
  ),
  fc.record({ at: place, by: fc.constantFrom(1 as const, -1 as const) }).map(({ at, by }) =>
    deed(
      `shift node ${at} by ${by}`,
      toNode(at, ({ commands }, id) => commands.shift(id, by)),
    ),
  ),
)

const grouping = fc.oneof(
  fc.record({ at: place, more: fc.nat({ max: 2 }) }).map(({ at, more }) =>
    deed(
      `group node ${at} and ${more} more`,
      toNode(at, ({ store, commands }, id) => {
        store.select(id)
        for (let i = 0; i < more; i++) commands.selectNext(1, true)
        commands.group()
      }),
    ),
  ),
  fc.constantFrom(
    deed('group', ({ commands }) => commands.group()),
    deed('ungroup', ({ commands }) => commands.dissolve()),
    deed('bypass', ({ setAside }) => setAside.bypass()),
    deed('freeze', ({ setAside }) => setAside.freeze()),
  ),
  place.map((at) =>
    deed(
      `ungroup group ${at}`,
      toGroup(at, ({ commands }, id) => commands.dissolve(id)),
    ),
  ),
  fc.record({ at: place, times: fc.integer({ min: 0, max: 4 }) }).map(({ at, times }) =>
    deed(
      `repeat group ${at} ${times} times`,
      toGroup(at, ({ commands }, id) => commands.repeat(id, times)),
    ),
  ),
  fc.record({ at: place, on: fc.boolean() }).map(({ at, on }) =>
    deed(
      `alternate group ${at}: ${on}`,
      toGroup(at, ({ commands }, id) => commands.alternate(id, on)),
    ),
  ),
  fc.record({ at: place, on: fc.boolean() }).map(({ at, on }) =>
    deed(
      `fold group ${at}: ${on}`,
      toGroup(at, ({ commands }, id) => void commands.fold(id, on)),
    ),
  ),
  fc.record({ at: place, label: fc.string({ unit: 'grapheme', maxLength: 4 }) }).map(({ at, label }) =>
    deed(
      `call group ${at} ${JSON.stringify(label)}`,
      toGroup(at, ({ commands }, id) => commands.renameGroup(id, label)),
    ),
  ),
)

const copying = fc.oneof(
  place.map((at) =>
    deed(
      `remove node ${at}`,
      toNode(at, ({ commands }, id) => commands.remove(id)),
    ),
  ),
  place.map((at) =>
    deed(
      `duplicate node ${at}`,
      toNode(at, ({ commands }, id) => commands.duplicate(id)),
    ),
  ),
  fc.constantFrom(
    deed('copy', ({ commands }, around) => void (around.clipboard = commands.copy() ?? around.clipboard)),
    deed('cut', ({ commands }, around) => void (around.clipboard = commands.cut() ?? around.clipboard)),
    deed('paste', ({ commands }, around) => void commands.paste(around.clipboard)),
    deed('duplicate all', ({ commands }) => commands.duplicateSelected()),
  ),
)

const setting = fc.oneof(
  fc
    .record({ at: place, key: place, value: fc.constantFrom(0, 1, 8, true, 'odd', null), mark: fc.boolean() })
    .map(({ at, key, value, mark }) =>
      deed(`set ${key} of block ${at} to ${value}${mark ? ' in a drag' : ''}`, ({ store }) => {
        const block = chosenOf(allNodes(store.document).filter(isBijector), at)
        const name = block && chosenOf(Object.keys(block.settings), key)
        if (!block || name === undefined) return
        const options = mark ? { mark: `${block.id}/${name}` } : {}
        store.edit(`Change ${name}`, (document) => edits.setSetting(document, block.id, name, value), options)
      }),
    ),
  fc
    .record({ steps: fc.integer({ min: 1, max: 5 }) })
    .map(({ steps }) =>
      deed(`train ${steps} steps`, ({ store }) =>
        store.edit('Steps', (document) => edits.setTraining(document, { steps }), { mark: 'steps' }),
      ),
    ),
  fc
    .constantFrom('normal', 'uniform', 'student-t')
    .map((base) =>
      deed(`take the base ${base}`, ({ store }) => store.edit('Base', (document) => edits.setBase(document, base))),
    ),
  fc
    .string({ unit: 'grapheme', maxLength: 4 })
    .map((name) =>
      deed(`rename to ${JSON.stringify(name)}`, ({ store }) =>
        store.edit('Rename', (document) => edits.rename(document, name), { mark: 'name' }),
      ),
    ),
  fc.constant(deed('end the drag', ({ store }) => store.endGesture())),
)

const filing = fc.oneof(
  fc.constant(
    deed('save', ({ store }, around) => {
      const text = store.textToSave()
      around.files.push(text)
      store.markSaved(text)
    }),
  ),
  place.map((at) =>
    deed(`open file ${at}`, async ({ workspace }, around) => {
      const text = chosenOf(around.files, at)
      const faults = text === undefined ? [] : await workspace.open(text)
      if (faults.length > 0) throw new Error(`a file of our own is refused: ${faults[0].message}`)
    }),
  ),
  fc.constantFrom(
    deed('show the next tab', ({ workspace }) => workspace.showNext(1)),
    deed('open a new document', ({ workspace }) => workspace.createNew()),
    deed('close the tab', ({ workspace }) => workspace.close(workspace.shown)),
    deed('open the closed tab', async ({ workspace }) => void (await workspace.reopen())),
  ),
  fc.constant(deed('wait until it is kept', ({ store }) => store.flush())),
  place.map((at) =>
    deed(`have the engine name block ${at}`, async ({ store, engine }, around) => {
      around.named = chosenOf(blocksInOrder(store.document), at)?.id ?? null
      await engine.openDocument(store.document)
    }),
  ),
)

const returning = fc.constantFrom(
  deed('undo', ({ store }) => void store.undo()),
  deed('undo three times', ({ store }) => void [1, 2, 3].map(() => store.undo())),
  deed('redo', ({ store }) => void store.redo()),
)

export const personsDeed: fc.Arbitrary<PersonsDeed> = fc.oneof(
  { weight: 4, arbitrary: selecting },
  { weight: 4, arbitrary: inserting },
  { weight: 3, arbitrary: moving },
  { weight: 8, arbitrary: grouping },
  { weight: 4, arbitrary: copying },
  { weight: 3, arbitrary: setting },
  { weight: 3, arbitrary: returning },
  { weight: 4, arbitrary: filing },
)
