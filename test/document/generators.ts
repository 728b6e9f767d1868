import { blocks, isStochastic } from '@shared/catalogue/registry'
import { allNodes, isBijector, nodesInOrder } from '@shared/document/chain'
import { newBlockAt, newDocument } from '@shared/document/create'
import * as edits from '@shared/document/edits'
import { idsOf } from '@shared/document/ids'
import type { FlowDocument } from '@shared/document/schema'
import fc from 'fast-check'

/** A named edit that fits any document with one base and one data node. */
export interface RandomEdit {
  readonly label: string
  readonly mark: string | null
  apply(document: FlowDocument): FlowDocument
}

const place = fc.nat({ max: 12 })
const type = fc.constantFrom(...blocks.map((entry) => entry.type))
const mark = fc.constantFrom(null, 'drag')

/** The id of the block at this place, in a group or not, counted round and round; undefined on an empty stack. */
const pick = (document: FlowDocument, index: number): string | undefined => {
  const blocks = allNodes(document).filter(isBijector)
  return blocks[index % Math.max(blocks.length, 1)]?.id
}

const pickGroup = (document: FlowDocument, index: number): string | null => {
  const groups = document.graph.nodes.filter((node) => node.kind === 'group')
  return groups[index % Math.max(groups.length, 1)]?.id ?? null
}

/** An edit of some group, or nothing where there is none. */
const onGroup =
  (index: number, edit: (document: FlowDocument, id: string) => FlowDocument) =>
  (document: FlowDocument): FlowDocument => {
    const id = pickGroup(document, index)
    return id === null ? document : edit(document, id)
  }

/** An edit of some block, or nothing on an empty stack. */
const onBlock =
  (index: number, edit: (document: FlowDocument, id: string) => FlowDocument) =>
  (document: FlowDocument): FlowDocument => {
    const id = pick(document, index)
    return id === undefined ? document : edit(document, id)
  }

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.oneof(
  fc.record({ place, type, mark }).map(({ place, type, mark }) => ({
    label: `Insert ${type} at ${place}`,
    mark,
    apply: (document: FlowDocument) => edits.insertBlock(document, newBlockAt(document, type, place), place),
  })),
  fc.record({ place, mark }).map(({ place, mark }) => ({
    label: `Remove ${place}`,
    mark,
    apply: onBlock(place, edits.removeBlock),
  })),
  fc.record({ place, to: place, mark }).map(({ place, to, mark }) => ({
    label: `Move ${place} to ${to}`,
    mark,
    apply: onBlock(place, (document, id) => edits.moveBlock(document, id, to)),
  })),
  fc.record({ place, length: fc.integer({ min: 1, max: 3 }), mark }).map(({ place, length, mark }) => ({
    label: `Group ${length} from ${place}`,
    mark,
    apply: (document: FlowDocument) => {
      const chosen = nodesInOrder(document).slice(place, place + length)
      const ids = chosen.map(({ id }) => id)
      return edits.groupable(document, ids) ? edits.groupBlocks(document, ids, 'Step').document : document
    },
  })),
  fc.record({ place, mark }).map(({ place, mark }) => ({
    label: `Ungroup ${place}`,
    mark,
    apply: onGroup(place, edits.ungroup),
  })),
  fc
    .record({ place, repeats: fc.integer({ min: 1, max: 3 }), alternate: fc.boolean(), mark })
    .map(({ place, mark, ...patch }) => ({
      label: `Repeat ${place} ${patch.repeats} times`,
      mark,
      apply: onGroup(place, (document, id) => edits.setGroup(document, id, patch)),
    })),
  fc.record({ place, group: place, to: place, mark }).map(({ place, group, to, mark }) => ({
    label: `Move ${place} into group ${group}`,
    mark,
    apply: onBlock(place, (document, id) => edits.moveBlock(document, id, to, pickGroup(document, group))),
  })),
  fc.record({ type, group: place, to: place, mark }).map(({ type, group, to, mark }) => ({
    label: `Insert ${type} into group ${group}`,
    mark,
    apply: onGroup(group, (document, id) => edits.insertBlock(document, newBlockAt(document, type, to, id), to, id)),
  })),
  fc.record({ place, mark }).map(({ place, mark }) => ({
    label: `Duplicate ${place}`,
    mark,
    apply: onBlock(place, (document, id) => edits.duplicateNode(document, id).document),
  })),
  fc.record({ place, inverted: fc.boolean(), mark }).map(({ place, inverted, mark }) => ({
    label: `Invert ${place}: ${inverted}`,
    mark,
    apply: onBlock(place, (document, id) => edits.setInverted(document, id, inverted)),
  })),
  fc.record({ place, width: fc.integer({ min: 1, max: 99 }), mark }).map(({ place, width, mark }) => ({
    label: `Width ${width} at ${place}`,
    mark,
    apply: onBlock(place, (document, id) => edits.setSetting(document, id, 'width', width)),
  })),
  fc.record({ place, mark }).map(({ place, mark }) => ({
    label: `Rename node ${place}`,
    mark,
    apply: onBlock(place, (document, id) => {
      const to = `${id.slice(0, 40)}-x`
      return idsOf(document).has(to) ? document : edits.renameNode(document, id, to)
    }),
  })),
  fc.record({ steps: fc.integer({ min: 1, max: 5 }), mark }).map(({ steps, mark }) => ({
    label: `Steps ${steps}`,
    mark,
    apply: (document: FlowDocument) => edits.setTraining(document, { steps, optimizer: { learningRate: steps / 100 } }),
  })),
  fc.record({ base: fc.constantFrom('normal', 'uniform', 'student-t'), mark }).map(({ base, mark }) => ({
    label: `Base ${base}`,
    mark,
    apply: (document: FlowDocument) => edits.setBase(document, base),
  })),
  fc.record({ name: fc.string({ unit: 'grapheme', maxLength: 8 }), mark }).map(({ name, mark }) => ({
    label: `Name ${name}`,
    mark,
    apply: (document: FlowDocument) => edits.rename(document, name),
  })),
  fc.record({ standardise: fc.boolean(), mark }).map(({ standardise, mark }) => ({
    label: `Standardise ${standardise}`,
    mark,
    apply: (document: FlowDocument) => edits.setData(document, { standardise }),
  })),
)

/** Documents that random edits of an empty one lead to. */
export const randomDocument: fc.Arbitrary<FlowDocument> = fc
  .array(randomEdit, { maxLength: 20 })
  .map((list) => list.reduce((document, edit) => edit.apply(document), newDocument()))

/** Types that go with any data; the others, stochastic, need an energy. */
export const typesForAnyData = blocks.map((entry) => entry.type).filter((name) => !isStochastic(name))

/** The empty document with one block of each type that its data allow, for tests that need each. */
export const oneOfEach = (): FlowDocument =>
  typesForAnyData.reduce(
    (document, name, index) => edits.insertBlock(document, newBlockAt(document, name, index), index),
    newDocument('One of each'),
  )
