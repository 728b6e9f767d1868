import { documentOf } from '@shared/learn/bench/configurations'
import { makeReady, rowsFor } from '@shared/learn/bench/subject'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createTensorflowBackend, type Runner } from '@shared/tensor/backends/tensorflow'
import type { Manner } from '@shared/tensor/backends/tensorflow/emit/library'
import type { Backend } from '@shared/tensor/runtime/backend'
import { checkOps } from '@shared/tensor/runtime/opCheck'

const STEPS = 3
/** float32 through so many steps, relative to the loss. */
const TOLERANCE = 1e-4

/**
 * Compares every op and some training steps as graphs with the reference: what came out wrong or does not run, in words.
 * An op that XLA alone refuses is no fault, since its programs then run as plain graphs; a training step is.
 */
export async function checkGraphs(runner: Runner, manner: Manner): Promise<readonly string[]> {
  const backend = createTensorflowBackend({ runner, precision: 'float32', manner })
  const ops = await checkOps(backend)
  const known = backend.fallbacks?.length ?? 0
  const training = await checkTraining(backend)
  return [...ops, ...training, ...(backend.fallbacks ?? []).slice(known)]
}

async function checkTraining(backend: Backend): Promise<readonly string[]> {
  try {
    const [got, expected] = [await losses(backend), await losses(createReferenceBackend())]
    const worst = Math.max(...expected.map((loss, i) => Math.abs(got[i] - loss) / Math.max(1, Math.abs(loss))))
    return worst < TOLERANCE ? [] : [`a training step is wrong by ${worst.toExponential(1)}`]
  } catch (error) {
    return [`a training step fails: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** Losses of the first steps of a small flow. */
async function losses(backend: Backend): Promise<readonly number[]> {
  const document = documentOf({ family: 'realnvp', depth: 2, width: 8, batch: 16, dims: 2 })
  const subject = await makeReady(document, await rowsFor(document), backend)
  try {
    const { trainer } = subject
    while (trainer.step < STEPS) await trainer.takeSteps(STEPS - trainer.step)
    return [...trainer.history.since().trainLoss]
  } finally {
    await subject.dispose()
  }
}
