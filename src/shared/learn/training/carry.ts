import { initialiseFromData } from '../../flow/initialise'
import type { Flow, ParameterPlace } from '../../flow/flow'
import { Random } from '../../math/random'
import { sameShape, type Shape } from '../../tensor/ir/shape'
import type { JoinMarks } from './joins'
import { padTheta, thetaLength } from '../theta'
import type { EditMark, Joined, TrainerState } from './state'

/** A run that an edit ends, to be gone on with by another flow. */
export interface Before {
  readonly flow: Flow
  readonly state: TrainerState
  /** What blocks have learnt that are not in its flow at the moment, by id. */
  readonly idle: ReadonlyMap<string, Learnt>
}

/** What a block has learnt: its parameters with their moments and average, each as the run had them. */
export interface Learnt {
  readonly places: readonly { readonly name: string; readonly shape: Shape }[]
  /** All its parameters, one after another. */
  readonly theta: Float64Array
  readonly m: Float64Array
  readonly v: Float64Array
  readonly ema: Float64Array | null
  /** Updates in its moments. */
  readonly count: number
}

export interface Edit {
  readonly mark: EditMark
  /** Whether the node of this id is of the kind that it was. */
  readonly isSame: (node: string) => boolean
  /** Whether losses are measured as they were: curves and validations go on. */
  readonly sameLoss: boolean
  /** Whether the flow computes what it did, so that weights validated before are as good as they were. */
  readonly sameFlow: boolean
  /** Nodes without a place in the flow whose weights are to be had again. */
  readonly idle: ReadonlySet<string>
}

export interface Carried {
  readonly state: TrainerState
  /** Nodes of the flow that begin anew. */
  readonly anew: readonly string[]
  readonly idle: ReadonlyMap<string, Learnt>
}

/** Most marks that a run keeps; the oldest go first. */
const MOST_MARKS = 200

/**
 * Where a run goes on after an edit: every block of `flow` whose parameters have the names and shapes that they had keeps
 * them with their moments; the others begin as the seed draws them, or as the data sets them: `rows`, [n, D + C] in the
 * flow's units. Step, batches and curves are the run's own.
 */
export function carryOver(before: Before, flow: Flow, edit: Edit, rows: () => Float64Array | null): Carried {
  const { state } = before
  const learnt = new Map([...before.idle, ...learntIn(before)])
  const taken = nodesOf(flow).map((node) => {
    const own = edit.isSame(node) ? learnt.get(node) : undefined
    return { node, learnt: own && fits(own.places, shapesOf(flow, node)) ? own : null }
  })
  const anew = taken.flatMap(({ node, learnt: own }) => (own ? [] : [node]))
  // Training waits meanwhile: what a deep flow keeps is not drawn only to be written over.
  const theta = padTheta(flow, flow.initialParameters(new Random(state.seed).fork('weights'), new Set(anew)))
  const [m, v] = [new Float64Array(thetaLength(flow)), new Float64Array(thetaLength(flow))]
  const averages: [offset: number, values: Float64Array][] = []
  const joined: Record<string, number> = {}
  let offset = 0
  for (const { node, learnt: own } of taken) {
    const size = placesOf(flow, node).reduce((sum, place) => sum + place.size, 0)
    if (own) {
      theta.set(own.theta, offset)
      m.set(own.m, offset)
      v.set(own.v, offset)
      if (own.ema) averages.push([offset, own.ema])
    }
    const since = state.count - (own?.count ?? 0)
    if (since > 0 && size > 0) joined[node] = since
    offset += size
  }
  const start = startedByData(flow, theta, new Set(anew), rows)
  const ema = state.ema && start.slice()
  for (const [at, values] of averages) ema?.set(values, at)
  const kept = edit.sameLoss && edit.sameFlow
  return {
    anew,
    idle: new Map([...learnt].filter(([node]) => edit.idle.has(node))),
    state: {
      ...state,
      theta: start,
      m,
      v,
      ema,
      joined: withoutNone(joined),
      best: kept ? state.best : null,
      keptStep: kept ? state.keptStep : undefined,
      sinceBest: kept ? state.sinceBest : 0,
      weighed: kept ? state.weighed : undefined,
      luck: kept ? state.luck : null,
      history: edit.sameLoss ? state.history : noHistory(),
      edits: [...state.edits, edit.mark].slice(-MOST_MARKS),
    },
  }
}

/**
 * By which the blocks of `flow` will have joined the run that `carryOver` answers, wherever the run before stands by then.
 * `joined` are those of the run before.
 */
export function marksAfter(
  before: Pick<Before, 'flow' | 'idle'>,
  joined: Joined,
  flow: Flow,
  isSame: Edit['isSame'],
): JoinMarks {
  const present = new Set(nodesOf(before.flow))
  const markOf = (node: string): number | string => {
    const idle = before.idle.get(node)
    const own = present.has(node) ? shapesOf(before.flow, node) : idle?.places
    if (!own || !isSame(node) || !fits(own, shapesOf(flow, node))) return 'anew'
    return present.has(node) ? (joined[node] ?? 0) : `idle after ${idle!.count}`
  }
  return Object.fromEntries(nodesOf(flow).map((node) => [node, markOf(node)]))
}

const nodesOf = ({ base, bijectors }: Flow): readonly string[] => [base.id, ...bijectors.map(({ id }) => id)]

const placesOf = (flow: Flow, node: string): readonly ParameterPlace[] =>
  flow.parameters.filter((place) => place.node === node)

const shapesOf = (flow: Flow, node: string): Learnt['places'] =>
  placesOf(flow, node).map(({ name, spec: { shape } }) => ({ name, shape }))

/** What each block of a run has learnt. */
function learntIn({ flow, state }: Omit<Before, 'idle'>): ReadonlyMap<string, Learnt> {
  return new Map(
    nodesOf(flow).map((node) => {
      const places = placesOf(flow, node)
      const start = places.at(0)?.offset ?? 0
      const end = start + places.reduce((sum, { size }) => sum + size, 0)
      const own = (all: Float64Array) => all.slice(start, end)
      const { theta, m, v, ema, count, joined } = state
      const learnt: Learnt = {
        places: shapesOf(flow, node),
        theta: own(theta),
        m: own(m),
        v: own(v),
        ema: ema && own(ema),
        count: count - (joined?.[node] ?? 0),
      }
      return [node, learnt]
    }),
  )
}

const fits = (before: Learnt['places'], after: Learnt['places']): boolean =>
  before.length === after.length &&
  after.every(({ name, shape }, i) => before[i].name === name && sameShape(before[i].shape, shape))

/** Those of the new blocks that set themselves from data do so. */
function startedByData(
  flow: Flow,
  theta: Float64Array,
  anew: ReadonlySet<string>,
  rows: () => Float64Array | null,
): Float64Array {
  const sets = [flow.base, ...flow.bijectors].some(({ id, of }) => anew.has(id) && of.initialise !== undefined)
  const batch = sets ? rows() : null
  return batch ? initialiseFromData(flow, theta, batch, new Random(0).fork('base'), anew) : theta
}

const withoutNone = (joined: Joined): Joined | undefined => (Object.keys(joined).length > 0 ? joined : undefined)

const noHistory = (): TrainerState['history'] => ({
  steps: new Float64Array(0),
  trainLoss: new Float64Array(0),
  gradientNorm: new Float64Array(0),
  validationSteps: new Float64Array(0),
  validationLoss: new Float64Array(0),
})
