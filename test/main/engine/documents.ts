import type { FlowDocument } from '@shared/document/schema'

/** The smallest document that the schema takes. */
export const documentNamed = (name: string): FlowDocument => ({
  format: 'diffeo/document',
  version: 3,
  name,
  graph: { nodes: [], edges: [] },
  data: {
    source: { kind: 'toy', name: 'moons', samples: 100, seed: 1, settings: {}, fresh: false },
    standardise: true,
    split: { validation: 0.1, test: 0.1 },
  },
  objective: { type: 'maximum-likelihood' },
  training: {
    steps: 100,
    batchSize: 10,
    seed: 1,
    optimizer: { type: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    schedule: { type: 'constant', warmupSteps: 0, finalFraction: 0 },
    clipNorm: null,
    ema: null,
    validateEvery: 10,
    patience: null,
    targetNll: null,
    checkpointEvery: 10,
  },
})
