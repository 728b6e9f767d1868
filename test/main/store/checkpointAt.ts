import { writeCheckpoint, type Checkpoint } from '@shared/engine/checkpoint'
import type { RunMark } from '@shared/rpc/protocol'
import { smallDocument } from '../../engine/documents'

/** What a checkpoint says of the run `id` at a step; it rests there unless told otherwise. */
export const markOf = (id: string, step: number, changes: Partial<RunMark> = {}): RunMark => ({
  id,
  began: '2026-01-01T00:00:00.000Z',
  from: 0,
  step,
  state: 'paused',
  ...changes,
})

/** A checkpoint as an engine writes it, of a run whose losses are 1/step and which took a tenth of a second a step. */
export function checkpointAt(
  id: string,
  step: number,
  changes: Partial<RunMark> = {},
  document = smallDocument(),
): Uint8Array {
  const steps = Float64Array.from({ length: step }, (_, i) => i + 1)
  const losses = steps.map((one) => 1 / one)
  const trainer: Checkpoint['trainer'] = {
    seed: 3,
    step,
    count: step,
    theta: Float64Array.of(1, 2),
    m: Float64Array.of(0, 0),
    v: Float64Array.of(0, 0),
    ema: null,
    best: null,
    sinceBest: 0,
    luck: null,
    batches: { kind: 'table', epoch: { key: [1], words: [1, 2, 3, 4], spare: null }, position: 0 },
    history: {
      steps,
      trainLoss: losses,
      gradientNorm: losses,
      seconds: steps.map((one) => one / 10),
      validationSteps: steps,
      validationLoss: losses,
    },
    edits: [],
  }
  const run = markOf(id, step, changes)
  const data = { dims: 2, preprocessing: [] }
  return writeCheckpoint({
    document,
    data,
    training: run.state === 'training',
    run,
    trainer,
    idle: new Map(),
    results: [],
  })
}
