import { newBlockAt, newDocument } from '@shared/document/create'
import { insertBlock } from '@shared/document/edits'
import type { FlowDocument, TrainingSettings } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'

/** Few rows, narrow blocks, small batches: steps take microseconds, and no test outlasts all of them. */
export function smallDocument(name: string, training: Partial<TrainingSettings> = {}): FlowDocument {
  let document = newDocument(name)
  for (const type of ['affine-coupling', 'affine-coupling'] as const) {
    const block = newBlockAt(document, type, 0)
    document = insertBlock(document, { ...block, settings: { ...block.settings, width: 16, depth: 1 } }, 0)
  }
  const { source } = document.data
  if (source.kind !== 'toy') throw new Error('internal: a new document draws its data')
  return {
    ...document,
    data: { ...document.data, source: { ...source, samples: 1000 } },
    training: {
      ...document.training,
      steps: 10_000_000,
      batchSize: 64,
      validateEvery: 10,
      checkpointEvery: 5,
      ...training,
    },
  }
}

export const written = (document: FlowDocument): Buffer => Buffer.from(serialise(document))
