import type { Base, Bijector } from '@shared/flow/bijector'
import { Flow, type Part } from '@shared/flow/flow'
import type { TrainingSettings } from '@shared/document/schema'
import { defaultTraining } from '@shared/document/create'

/** N(0, I). */
export const normalBase = (dims: number): Base => ({
  parameters: [],
  logDensity: ({ b }, z) => b.add(b.mul(b.sum(b.square(z), [-1]), -0.5), -0.5 * dims * Math.log(2 * Math.PI)),
  sample: (random, n) => Float64Array.from({ length: n * dims }, () => random.normal()),
})

/** x = e^s z + t, elementwise, from small random parameters. */
export const affineBlock = (dims: number): Bijector => ({
  parameters: [
    { name: 's', shape: [dims], init: (random) => Float64Array.from({ length: dims }, () => 0.1 * random.normal()) },
    { name: 't', shape: [dims], init: (random) => Float64Array.from({ length: dims }, () => 0.1 * random.normal()) },
  ],
  forwardAndLogDet: ({ b, parameter }, z) => ({
    value: b.add(b.mul(z, b.exp(parameter('s'))), parameter('t')),
    logDet: b.sum(parameter('s')),
  }),
  inverseAndLogDet: ({ b, parameter }, x) => ({
    value: b.mul(b.sub(x, parameter('t')), b.exp(b.neg(parameter('s')))),
    logDet: b.neg(b.sum(parameter('s'))),
  }),
})

/** x = ln(z)/100, so x → z overflows single precision for x above 0.89. */
export const explodingBlock = (): Bijector => ({
  parameters: [],
  forwardAndLogDet: ({ b }, z) => ({ value: b.mul(b.log(z), 0.01), logDet: b.neg(b.sum(b.log(z), [-1])) }),
  inverseAndLogDet: ({ b }, x) => ({ value: b.exp(b.mul(x, 100)), logDet: b.mul(b.sum(x, [-1]), 100) }),
})

export const tinyFlow = (
  dims: number,
  blocks: readonly Part<Bijector>[] = [{ id: 'scale', of: affineBlock(dims) }],
): Flow => new Flow(dims, { id: 'base', of: normalBase(dims) }, blocks)

/** Plain Adam at a constant rate; override what a test is about. */
export const tinySettings = (changes: Partial<TrainingSettings> = {}): TrainingSettings => ({
  ...defaultTraining,
  steps: 100,
  batchSize: 16,
  optimizer: { ...defaultTraining.optimizer, learningRate: 0.05 },
  schedule: { type: 'constant', warmupSteps: 0, finalFraction: 0 },
  clipNorm: null,
  validateEvery: 10,
  ...changes,
})
