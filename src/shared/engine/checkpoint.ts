import { z } from 'zod'
import { failure, type Outcome } from '../document/issue'
import { ContextColumn, Preprocessing } from '../document/model'
import { FlowDocument } from '../document/schema'
import type { TrainedOn } from '../learn/data'
import type { Learnt } from '../learn/training/carry'
import { readContainer, writeContainer } from '../learn/training/container'
import type { TrainerState } from '../learn/training/state'
import { RunMark } from '../rpc/library'
import {
  beneath,
  LearntHeaders,
  packLearnt,
  packState,
  stateFields,
  under,
  unpackLearnt,
  unpackState,
} from './packedState'
import type { Result } from './results'

/** All that is needed to go on after the engine process ended. */
export interface Checkpoint {
  readonly document: FlowDocument
  /** The names of the columns that are learnt are absent of versions that did not keep them. */
  readonly data: TrainedOn & { readonly columns?: readonly string[] }
  readonly training: boolean
  /** Which run it is of; absent of versions that named none. */
  readonly run?: RunMark
  readonly trainer: TrainerState
  /** What blocks have learnt that are not in the flow at the moment. */
  readonly idle: ReadonlyMap<string, Learnt>
  /** What training made of the document before edits. */
  readonly results: readonly Result[]
}

const Header = z.strictObject({
  document: FlowDocument,
  data: z.strictObject({
    dims: z.number().int().min(0),
    preprocessing: z.array(Preprocessing),
    context: z.array(ContextColumn).optional(),
    columns: z.array(z.string()).optional(),
  }),
  training: z.boolean(),
  run: RunMark.optional(),
  ...stateFields,
  idle: LearntHeaders.default({}),
  results: z.array(z.strictObject({ key: z.string(), ...stateFields, idle: LearntHeaders })).default([]),
})

const IDLE = 'idle/'
const placeOf = (index: number): string => `result ${index}/`

export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { document, data, training, run, trainer, idle, results } = checkpoint
  const [state, learnt] = [packState(trainer), packLearnt(idle)]
  const before = results.map(({ key, ...result }, index) => {
    const [own, ownLearnt] = [packState(result.state), packLearnt(result.idle)]
    const arrays = { ...own.arrays, ...under(IDLE, ownLearnt.arrays) }
    return { header: { key, ...own.header, idle: ownLearnt.header }, arrays: under(placeOf(index), arrays) }
  })
  const header = { document, data, training, ...(run && { run }), ...state.header, idle: learnt.header, results: before.map((one) => one.header) } // prettier-ignore
  const arrays = Object.assign({ ...state.arrays, ...under(IDLE, learnt.arrays) }, ...before.map((one) => one.arrays)) as typeof state.arrays // prettier-ignore
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
  const { arrays } = contents.value
  const { document, data, training, run, idle, results, ...header } = parsed.data
  const trainer = unpackState(header, arrays)
  if (typeof trainer === 'string')
    return failure(`Checkpoint: "${trainer}" is missing. The file is damaged; start the run again.`)
  const before = results.flatMap(({ key, idle: laid, ...one }, index): Result[] => {
    const mine = beneath(placeOf(index), arrays)
    const state = unpackState(one, mine)
    return typeof state === 'string' ? [] : [{ key, state, idle: unpackLearnt(laid, beneath(IDLE, mine)) }]
  })
  const learnt = unpackLearnt(idle, beneath(IDLE, arrays))
  return { ok: true, value: { document, data, training, ...(run && { run }), trainer, idle: learnt, results: before } }
}
