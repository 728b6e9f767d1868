import { z } from 'zod'
import type { Learnt } from '../learn/training/carry'
import type { TrainerState } from '../learn/training/state'
import { partOf, partOutput } from '../learn/training/stepProgram'

/** A trainer's state as checkpoints hold it: numbers in a header, arrays by name beside it. */

type Arrays = Readonly<Record<string, Float64Array>>

const Count = z.number().int().min(0)
const RandomState = z.strictObject({
  key: z.array(z.number()),
  words: z.array(z.number()).length(4),
  spare: z.number().nullable(),
})

/** What a state's header has. */
export const stateFields = {
  seed: Count,
  step: Count,
  count: Count,
  joined: z.record(z.string(), Count).optional(),
  keptStep: Count.optional(),
  sinceBest: Count,
  luck: z.number().nullable(),
  weighed: z.strictObject({ effectiveShare: z.number(), logZ: z.number() }).optional(),
  best: z.strictObject({ step: Count, nll: z.number() }).nullable(),
  batches: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('table'), epoch: RandomState, position: Count }),
    z.strictObject({ kind: z.literal('fresh'), random: RandomState }),
  ]),
  edits: z.array(z.strictObject({ step: Count, changes: z.array(z.string()) })).default([]),
} as const

type StateHeader = z.infer<z.ZodObject<typeof stateFields, z.core.$strict>>

export function packState(state: TrainerState): { readonly header: StateHeader; readonly arrays: Arrays } {
  const { theta, m, v, ema, best, weighed, history, joined, edits, batches, ...counts } = state
  const { parts = {}, ...curves } = history
  const ofParts = Object.fromEntries(Object.entries(parts).map(([name, values]) => [partOutput(name), values]))
  return {
    header: {
      ...counts,
      ...(joined && { joined }),
      // JSON has no infinity
      ...(weighed && Object.values(weighed).every(Number.isFinite) && { weighed }),
      best: best && { step: best.step, nll: best.nll },
      batches: copied(batches),
      edits: edits.map(({ step, changes }) => ({ step, changes: [...changes] })),
    },
    arrays: { theta, m, v, ...(ema && { ema }), ...(best && { best: best.theta }), ...curves, ...ofParts },
  }
}

const copied = (batches: TrainerState['batches']): StateHeader['batches'] =>
  batches.kind === 'table'
    ? { ...batches, epoch: { ...batches.epoch, key: [...batches.epoch.key], words: [...batches.epoch.words] } }
    : { ...batches, random: { ...batches.random, key: [...batches.random.key], words: [...batches.random.words] } }

const needed = ['theta', 'm', 'v', 'steps', 'trainLoss', 'gradientNorm', 'validationSteps', 'validationLoss']

/** The state again, or the name of an array that is missing. */
export function unpackState({ best, ...counts }: StateHeader, stored: Arrays): TrainerState | string {
  const arrays = withNewNames(stored)
  const missing = needed.find((name) => !(name in arrays)) ?? (best && !arrays.best ? 'best' : undefined)
  if (missing !== undefined) return missing
  const { theta, m, v, steps, trainLoss, gradientNorm, validationSteps, validationLoss } = arrays
  const { seconds } = arrays as Partial<Arrays>
  const parts = Object.fromEntries(
    Object.entries(arrays).flatMap(([name, values]) => {
      const part = partOf(name)
      return part === null ? [] : [[part, values]]
    }),
  )
  return {
    ...counts,
    theta,
    m,
    v,
    ema: arrays.ema ?? null,
    best: best && { ...best, theta: arrays.best },
    history: { steps, trainLoss, gradientNorm, ...(seconds && { seconds }), validationSteps, validationLoss, parts },
  }
}

/** What curves were called before they were of any objective's loss. */
const oldNames: Readonly<Record<string, string>> = { trainNll: 'trainLoss', validationNll: 'validationLoss' }

const withNewNames = (arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [oldNames[name] ?? name, values]))

/** What blocks have learnt, by their ids. */
export const LearntHeaders = z.record(
  z.string(),
  z.strictObject({ count: Count, places: z.array(z.strictObject({ name: z.string(), shape: z.array(Count) })) }),
)

export function packLearnt(idle: ReadonlyMap<string, Learnt>): {
  readonly header: z.infer<typeof LearntHeaders>
  readonly arrays: Arrays
} {
  const header: z.infer<typeof LearntHeaders> = {}
  const arrays: Record<string, Float64Array> = {}
  for (const [node, { count, places, theta, m, v, ema }] of idle) {
    header[node] = { count, places: places.map(({ name, shape }) => ({ name, shape: [...shape] })) }
    Object.assign(arrays, under(`${node}/`, { theta, m, v, ...(ema && { ema }) }))
  }
  return { header, arrays }
}

/** Those of which no array is missing. */
export function unpackLearnt(header: z.infer<typeof LearntHeaders>, arrays: Arrays): ReadonlyMap<string, Learnt> {
  return new Map(
    Object.entries(header).flatMap(([node, { count, places }]): [string, Learnt][] => {
      const { theta, m, v, ema } = beneath(`${node}/`, arrays) as Partial<Arrays>
      return theta && m && v ? [[node, { count, places, theta, m, v, ema: ema ?? null }]] : []
    }),
  )
}

/** Arrays with a prefix before their names, and back. */
export const under = (prefix: string, arrays: Arrays): Arrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [prefix + name, values]))

export const beneath = (prefix: string, arrays: Arrays): Arrays =>
  Object.fromEntries(
    Object.entries(arrays).flatMap(([name, values]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), values]] : [],
    ),
  )
