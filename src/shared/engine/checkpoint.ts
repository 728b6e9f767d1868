import { z } from 'zod'
import { failure, type Outcome } from '../document/issue'
import { ContextColumn, Preprocessing } from '../document/model'
import { FlowDocument } from '../document/schema'
import type { TrainedOn } from '../learn/data'
import { readContainer, writeContainer } from '../learn/training/container'
import type { TrainerState } from '../learn/training/state'
import { partOf, partOutput } from '../learn/training/stepProgram'

/** All that is needed to go on after the engine process ended. */
export interface Checkpoint {
  readonly document: FlowDocument
  readonly data: TrainedOn
  readonly training: boolean
  readonly trainer: TrainerState
}

const Count = z.number().int().min(0)
const RandomState = z.strictObject({
  key: z.array(z.number()),
  words: z.array(z.number()).length(4),
  spare: z.number().nullable(),
})
const Header = z.strictObject({
  document: FlowDocument,
  data: z.strictObject({
    dims: Count,
    preprocessing: z.array(Preprocessing),
    context: z.array(ContextColumn).optional(),
  }),
  training: z.boolean(),
  seed: Count,
  step: Count,
  count: Count,
  sinceBest: Count,
  luck: z.number().nullable(),
  weighed: z.strictObject({ effectiveShare: z.number(), logZ: z.number() }).optional(),
  best: z.strictObject({ step: Count, nll: z.number() }).nullable(),
  batches: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('table'), epoch: RandomState, position: Count }),
    z.strictObject({ kind: z.literal('fresh'), random: RandomState }),
  ]),
})

export function writeCheckpoint({ document, data, training, trainer }: Checkpoint): Uint8Array {
  const { seed, step, count, sinceBest, luck, weighed, best, batches, theta, m, v, ema, history } = trainer
  const header = {
    document,
    data,
    training,
    seed,
    step,
    count,
    sinceBest,
    luck,
    // JSON has no infinity
    ...(weighed && Object.values(weighed).every(Number.isFinite) && { weighed }),
    best: best && { step: best.step, nll: best.nll },
    batches,
  }
  const { parts = {}, ...curves } = history
  const ofParts = Object.fromEntries(Object.entries(parts).map(([name, values]) => [partOutput(name), values]))
  const arrays = { theta, m, v, ...(ema && { ema }), ...(best && { best: best.theta }), ...curves, ...ofParts }
  return writeContainer({ header, arrays })
}

/** A checkpoint from its bytes; what is wrong with it when it is none. */
export function readCheckpoint(bytes: Uint8Array): Outcome<Checkpoint> {
  const contents = readContainer(bytes)
  if (!contents.ok) return contents
  const parsed = Header.safeParse(contents.value.header)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues
    return failure(`Checkpoint: ${path.join('.')}: ${message}. It is from another version; start the run again.`)
  }
  const { document, data, training, best, ...counts } = parsed.data
  const arrays = withNewNames(contents.value.arrays)
  const missing = ['theta', 'm', 'v', 'steps', 'trainLoss', 'gradientNorm', 'validationSteps', 'validationLoss'].find(
    (name) => !(name in arrays),
  )
  if (missing || (best && !arrays.best))
    return failure(`Checkpoint: "${missing ?? 'best'}" is missing. The file is damaged; start the run again.`)
  const { theta, m, v, steps, trainLoss, gradientNorm, validationSteps, validationLoss } = arrays
  const parts = Object.fromEntries(
    Object.entries(arrays).flatMap(([name, values]) => {
      const part = partOf(name)
      return part === null ? [] : [[part, values]]
    }),
  )
  const trainer: TrainerState = {
    ...counts,
    theta,
    m,
    v,
    ema: arrays.ema ?? null,
    best: best && { ...best, theta: arrays.best },
    history: { steps, trainLoss, gradientNorm, validationSteps, validationLoss, parts },
  }
  return { ok: true, value: { document, data, training, trainer } }
}

/** What curves were called before they were of any objective's loss. */
const oldNames: Readonly<Record<string, string>> = { trainNll: 'trainLoss', validationNll: 'validationLoss' }

const withNewNames = (arrays: Readonly<Record<string, Float64Array>>): Readonly<Record<string, Float64Array>> =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [oldNames[name] ?? name, values]))
