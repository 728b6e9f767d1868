import type { TrainingSettings } from '@shared/document/schema'
import type { Flow } from '@shared/flow/flow'
import { Inspector } from '@shared/learn/inspection/inspector'
import type { Aim } from '@shared/learn/training/objectives'
import { Trainer } from '@shared/learn/training/trainer'
import type { TrainingData } from '@shared/learn/training/trainingRows'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Backend } from '@shared/tensor/runtime/backend'
import { tinyFlow } from '../tinyFlow'

/** Gaussian rows of one column. */
export const rows = (count: number, seed = 5, mean = 2, sd = 0.5) => {
  const random = new Random(seed)
  return Float32Array.from({ length: count }, () => mean + sd * random.normal())
}

/** A trainer of a small flow on a few rows, on the reference unless told otherwise. */
export async function makeTrainer(
  settings: TrainingSettings,
  {
    flow = tinyFlow(1),
    train = rows(100),
    validation = rows(40, 6),
    draw = null,
    units = new Units(flow.dims, []),
    backend = createReferenceBackend(),
    aim,
  }: Partial<
    TrainingData & { readonly flow: Flow; readonly units: Units; readonly backend: Backend; readonly aim: Aim }
  > = {},
) {
  const inspector = new Inspector(flow, backend, undefined, aim?.target)
  const options = { flow, settings, data: { train, validation, draw }, units, backend, inspector, aim }
  return Trainer.create(options)
}

export async function train(trainer: Trainer, steps: number) {
  for (let i = 0; i < steps; i++) await trainer.takeSteps(1)
}
