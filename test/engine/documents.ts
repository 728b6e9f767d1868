import { newBlock, newDocument } from '@shared/document/create'
import type { FlowDocument, TrainingSettings } from '@shared/document/schema'

/** The same document, trained on fresh rows of its generator. */
export function withFreshRows(document: FlowDocument): FlowDocument {
  const { source } = document.data
  if (source.kind !== 'toy') throw new Error('only a generator has fresh rows')
  return { ...document, data: { ...document.data, source: { ...source, fresh: true } } }
}

/** A small document that the reference backend trains in no time: elementwise maps on two moons. */
export function smallDocument(training: Partial<TrainingSettings> = {}, types = ['affine', 'affine']): FlowDocument {
  const document = newDocument('Small')
  const blocks = types.map((type, i) => newBlock(type, `${type}-${i + 1}`))
  const [base, data] = document.graph.nodes
  const nodes = [base, ...blocks, data]
  return {
    ...document,
    graph: { nodes, edges: nodes.slice(1).map(({ id }, i) => ({ from: nodes[i].id, to: id })) },
    data: {
      ...document.data,
      source: { kind: 'toy', name: 'two-moons', samples: 200, seed: 1, settings: {}, fresh: false },
    },
    training: { ...document.training, steps: 40, batchSize: 32, validateEvery: 5, checkpointEvery: 1, ...training },
  }
}
