import { oppositeMask } from '../catalogue/masks'
import { baseEntry, blockEntry, defaultSettings } from '../catalogue/registry'
import type { BlockEntry, Settings } from '../catalogue/types'
import { nodesInOrder } from './chain'
import { expand } from './expand'
import { freshId } from './ids'
import { ownSettings } from './ownSettings'
import type { BaseNode, BijectorNode, FlowDocument, TrainingSettings } from './schema'

/** Training that suits a small flow on a toy set. */
export const defaultTraining: TrainingSettings = {
  steps: 3000,
  batchSize: 512,
  seed: 1,
  optimizer: { type: 'adam', learningRate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  schedule: { type: 'cosine', warmupSteps: 0, finalFraction: 0.01 },
  clipNorm: 5,
  ema: null,
  validateEvery: 50,
  patience: null,
  targetNll: null,
  checkpointEvery: 200,
}

/** A document with an empty stack between a normal base and two moons. */
export function newDocument(name = 'Untitled'): FlowDocument {
  return {
    format: 'diffeo/document',
    version: 3,
    name,
    graph: { nodes: [newBase('normal', 'base'), { id: 'data', kind: 'data' }], edges: [{ from: 'base', to: 'data' }] },
    data: {
      source: { kind: 'toy', name: 'two-moons', samples: 20_000, seed: 1, settings: {}, fresh: false },
      context: [],
      standardise: true,
      split: { validation: 0.1, test: 0.1 },
    },
    objective: { type: 'maximum-likelihood' },
    training: defaultTraining,
  }
}

/** A base of a catalogue type, settings at their defaults. Throws on a type that the catalogue lacks. */
export function newBase(type: string, id: string): BaseNode {
  const entry = baseEntry(type)
  if (!entry) throw new Error(`internal: no base of type "${type}"`)
  return { id, kind: 'base', type, settings: ownSettings(defaultSettings(entry)) }
}

/** The blocks on both sides of a place in the stack, each list in order z → x. */
export interface Neighbours {
  readonly before: readonly BijectorNode[]
  readonly after: readonly BijectorNode[]
}

/**
 * A fresh block of a catalogue type: settings at their defaults, but a coupling transforms what the nearest coupling
 * passes through, and an autoregressive or triangular Sylvester block takes the opposite order of the nearest one; the
 * one before it counts first. Throws on a type that the catalogue lacks.
 */
export function newBlock(type: string, id: string, neighbours?: Neighbours): BijectorNode {
  const entry = blockEntry(type)
  if (!entry) throw new Error(`internal: no block of type "${type}"`)
  const kin = neighbours && nearestKin(entry, neighbours)
  const settings = { ...defaultSettings(entry), ...(kin && alternated(entry, kin.settings)) }
  return { id, kind: 'bijector', type, settings: ownSettings(settings), inverted: false }
}

/**
 * A fresh block made for position `index` of a document's stack (0 is next to the base), or with `into` of that group's
 * blocks, with an id of its own.
 */
export function newBlockAt(
  document: FlowDocument,
  type: string,
  index: number,
  into: string | null = null,
): BijectorNode {
  const nodes = nodesInOrder(document)
  const group = nodes.find((node) => node.kind === 'group' && node.id === into)
  const at = group ? nodes.indexOf(group) : index
  const inner = group?.kind === 'group' ? group.nodes : []
  const before = [...expand(nodes.slice(0, at)), ...inner.slice(0, index)]
  const after = [...inner.slice(index), ...expand(nodes.slice(group ? at + 1 : at))]
  return newBlock(type, freshId(document, type), { before, after })
}

function nearestKin(entry: BlockEntry, { before, after }: Neighbours): BijectorNode | undefined {
  const isKin = (block: BijectorNode) => blockEntry(block.type)?.family === entry.family
  return before.findLast(isKin) ?? after.find(isKin)
}

function alternated(entry: BlockEntry, kin: Settings): Settings {
  switch (entry.family) {
    case 'coupling':
      return oppositeMask(kin)
    case 'autoregressive':
      return { order: kin.order === 'reverse' ? 'natural' : 'reverse' }
    case 'rank-limited':
      return entry.type === 'sylvester-triangular' && kin.order === 'natural' ? { order: 'reverse' } : {}
    default:
      return {}
  }
}
