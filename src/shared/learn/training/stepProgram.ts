import type { TrainingSettings } from '../../document/schema'
import { entryOf } from '../../document/objective'
import type { Flow, ParameterPlace } from '../../flow/flow'
import { partRows } from '../../flow/rows'
import { gradient } from '../../tensor/autodiff/vjp'
import { Builder, type Operand } from '../../tensor/ir/builder'
import type { Node, Program } from '../../tensor/ir/program'
import { sizeOf } from '../../tensor/ir/shape'
import { thetaLength } from '../theta'
import { adam, type Stretch } from './adam'
import { joinStretches, type JoinMarks } from './joins'
import { stretchesOf } from './matching/ends'
import { likelihood, traceObjective, type Aim } from './objectives'
import { learningRate } from './schedule'

/** The output that a part of the loss is, by the part's name, and back; null for one that is none. */
const PART = 'part '
export const partOutput = (name: string): string => PART + name
export const partOf = (output: string): string | null => (output.startsWith(PART) ? output.slice(PART.length) : null)

/** Values above this count as overflowed; NaN compares false with everything, so it fails the same test. */
export const LARGEST_FINITE = 3e38

/**
 * What a run keeps on the machine from step to step. Vectors are [P], scalars []. `good` is what was shown (θ, or its
 * average) before the last update: the newest weights of which a finite loss is known.
 */
export const vectorStates = ['theta', 'm', 'v', 'ema', 'good'] as const
/**
 * `step` drives the schedule; `count` is how many updates the moments hold, for Adam's bias correction; `failed` is 1 once
 * a loss or gradient was not finite.
 */
export const scalarStates = ['step', 'count', 'failed'] as const

/**
 * One step of a run: the aim's loss, −mean log p(x | c) unless told otherwise, its gradient by reverse mode, clipped to a
 * global norm, then Adam at each parameter's pace. Inputs: where the objective takes rows `x` [batch, D + C], rows of x and
 * their context in the flow's units; the states `theta`, `m`, `v`, `good` (and `ema` when it is on) [P], `step`, `count`, `failed` []; where a block or
 * the objective leaves numbers to chance, also the inputs that `noiseInputs` names. Outputs: `loss` (nats) and `gradientNorm`
 * before clipping, `shown` where the loss to be shown is another, and `part <name>` of each part that it is the sum of. When
 * loss or norm is not finite, `failed` becomes 1 and no other state changes, in this step and in those after it, until it is 0
 * again. The moments of blocks that joined the run late count their updates from then: by `marks`, see `joinStretches`, whose
 * inputs are more of them.
 */
export function stepProgram(
  flow: Flow,
  settings: TrainingSettings,
  batch: number,
  { objective, target }: Aim = likelihood,
  marks: JoinMarks = {},
): Program {
  const b = new Builder()
  const size = [thetaLength(flow)]
  const given = entryOf(objective).rows ? partRows(b, flow, b.rows('x', [batch, flow.width])) : null
  const theta = b.input('theta', size)
  const step = b.input('step', [])
  const count = b.input('count', [])
  const before = { theta, m: b.input('m', size), v: b.input('v', size) }

  const settled = new Map<ParameterPlace, Node>()
  const traced = flow.trace(b, theta, { context: given?.context, rows: batch, settled })
  const x = given?.x ?? null
  const {
    loss,
    shown: shownLoss,
    parts = {},
  } = traceObjective({ b, flow, theta, traced, rows: batch, x, step, target }, objective)
  const g = flatten(b, gradient(b, loss, traced.leaves))
  const norm = b.sqrt(b.sum(b.square(g)))
  const finite = b.and(isFinite(b, loss), isFinite(b, norm))
  const failed = b.input('failed', [])
  const sound = b.and(finite, b.less(failed, 0.5))
  const keepUnlessSound = (after: Node, held: Node) => b.select(sound, after, held)

  const clipped = settings.clipNorm === null ? g : b.mul(g, clipFactor(b, norm, settings.clipNorm))
  const next = b.add(count, 1)
  const rate = learningRate(b, settings, step)
  // Flow matching learns nothing of the blocks at either end of the path.
  const moving = entryOf(objective).velocity ? new Set(stretchesOf(flow).path.map(({ id }) => id)) : null
  const isHeld = (place: ParameterPlace) => flow.isHeld(place) || moving?.has(place.node) === false
  const learnt = adam(b, settings.optimizer, before, {
    gradient: clipped,
    rate,
    counts: countsOf(b, flow, next, marks),
    decaying: perEntry(b, flow, (place) => (isHeld(place) ? 0 : 1)),
    pace: perEntry(b, flow, ({ spec: { pace = 1 } }) => pace),
  })
  const rests = ({ node }: ParameterPlace) => flow.frozen.has(node)
  const after = {
    theta: without(b, flow, rests, withSettled(b, flow, learnt.theta, settled), theta),
    m: without(b, flow, rests, learnt.m, before.m),
    v: without(b, flow, rests, learnt.v, before.v),
  }
  const updates: Record<string, Node> = {
    theta: keepUnlessSound(after.theta, theta),
    m: keepUnlessSound(after.m, before.m),
    v: keepUnlessSound(after.v, before.v),
    step: keepUnlessSound(b.add(step, 1), step),
    count: keepUnlessSound(next, count),
    failed: b.select(finite, failed, b.fill(1, [])),
  }
  let shown = theta
  if (settings.ema !== null) {
    const ema = b.input('ema', size)
    const moved = average(b, settings.ema, ema, after.theta, next)
    updates.ema = keepUnlessSound(without(b, flow, rests, moved, ema), ema)
    shown = ema
  }
  updates.good = keepUnlessSound(shown, b.input('good', size))
  return b.program(
    'training step',
    {
      loss,
      gradientNorm: norm,
      ...(shownLoss !== loss && { shown: shownLoss }),
      ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [partOutput(name), part])),
    },
    updates,
  )
}

/** A number of each parameter at its entries of θ, [P]; undefined when all are 1. */
function perEntry(b: Builder, flow: Flow, of: (place: ParameterPlace) => number): Node | undefined {
  if (flow.parameters.every((place) => of(place) === 1)) return undefined
  const values = flow.parameters.flatMap((place) => new Array<number>(place.size).fill(of(place)))
  return b.constant(values, [values.length])
}

/** What `count` is to each block of those that joined the run late, and to the others between them. */
function countsOf(b: Builder, flow: Flow, count: Node, marks: JoinMarks): Node | readonly Stretch[] {
  const stretches = joinStretches(flow, marks)
  if (stretches.every(({ input }) => input === null)) return count
  return stretches.map(({ input, size }) => ({
    count: input === null ? count : b.sub(count, b.input(input, [])),
    size,
  }))
}

/** θ with what blocks have settled themselves in its place. */
function withSettled(b: Builder, flow: Flow, theta: Node, settled: ReadonlyMap<ParameterPlace, Node>): Node {
  if (settled.size === 0) return theta
  return flatten(
    b,
    flow.parameters.map((place) => settled.get(place) ?? b.slice(theta, place.offset, place.offset + place.size, 0)),
  )
}

/** A vector like θ after a step but for some parameters, whose entries are those before. */
function without(b: Builder, flow: Flow, rests: (place: ParameterPlace) => boolean, after: Node, before: Node): Node {
  if (!flow.parameters.some(rests)) return after
  return flatten(
    b,
    flow.parameters.map((place) => {
      const { offset, size } = place
      return b.slice(rests(place) ? before : after, offset, offset + size, 0)
    }),
  )
}

/** Values of all parameters as one vector, in the order of θ. */
function flatten(b: Builder, parts: readonly Node[]): Node {
  if (parts.length === 0) return b.fill(0, [1])
  return b.concat(
    parts.map((part) => b.reshape(part, [sizeOf(part.shape)])),
    0,
  )
}

const isFinite = (b: Builder, value: Node): Node => b.less(b.abs(value), LARGEST_FINITE)

/** min(1, limit/norm). */
const clipFactor = (b: Builder, norm: Node, limit: number): Operand => b.min(b.div(limit, b.max(norm, 1e-30)), 1)

/** ema ← d·ema + (1 − d)·θ with d = min(decay, (1 + t)/(10 + t)), so that the start is soon forgotten. */
function average(b: Builder, decay: number, ema: Node, theta: Node, count: Node): Node {
  const d = b.min(b.div(b.add(count, 1), b.add(count, 10)), decay)
  return b.add(b.mul(ema, d), b.mul(theta, b.sub(1, d)))
}
