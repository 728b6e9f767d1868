import { placedInOrder } from '../../document/chain'
import type { FlowDocument } from '../../document/schema'
import { normal } from '../../flow/bases/normal'
import type { Flow } from '../../flow/flow'
import { drawNoise, noiseInputs } from '../../flow/noise'
import { contextsOf, joinRows, partRows, pointsOf } from '../../flow/rows'
import { Random } from '../../math/random'
import { Builder } from '../../tensor/ir/builder'
import type { Backend, Executable } from '../../tensor/runtime/backend'
import type { Inspector } from '../inspection/inspector'
import type { Direction } from '../inspection/programs'
import { padTheta, thetaLength } from '../theta'
import type { Table } from '../units'

/** What a block takes of the machine, each direction alone. */
export interface BlockCost {
  readonly node: string
  readonly forward: DirectionCost
  readonly inverse: DirectionCost
}

export interface DirectionCost {
  /** For 1000 rows. */
  readonly milliseconds: number
  /** How often a solver evaluates its function for a row; null where there is none whose work depends on the row. */
  readonly evaluations: { readonly mean: number; readonly most: number } | null
}

/** Runs for so many milliseconds, and the fastest of so many is taken: others use the machine as well. */
const [LEAST_MS, TRIES] = [5, 5]

/**
 * Measures each block of a flow by itself, on points as they meet it on the way from `z` [n, D], in the flow's order; of a
 * conditional flow z comes as rows [n, D + C] with what they are given. `now` counts milliseconds.
 */
export async function blockCosts(
  flow: Flow,
  theta: Float64Array,
  z: Float64Array,
  backend: Backend,
  now: () => number,
): Promise<readonly BlockCost[]> {
  const costs: BlockCost[] = []
  const contexts = contextsOf(flow, z)
  let points: Float64Array = Float64Array.from(pointsOf(flow, z))
  for (const part of flow.bijectors) {
    const alone = flow.withBlocks([part], { id: 'base', of: normal.create({}, flow.dims) })
    const places = flow.parameters.filter(({ node }) => node === part.id)
    const own = Float64Array.from(places.flatMap(({ offset, size }) => [...theta.subarray(offset, offset + size)]))
    const run = (direction: Direction, rows: Float64Array) =>
      measure(alone, padTheta(alone, own), direction, joinRows(alone, rows, contexts), backend, now)
    const forward = await run('forward', points)
    const inverse = await run('inverse', forward.image)
    points = forward.image
    costs.push({ node: part.id, forward: forward.cost, inverse: inverse.cost })
  }
  return costs
}

/** Rows that blocks are measured on. */
const ROWS = 2048

/** The same on some of the rows [n, D + C] as they meet the blocks. */
export async function costsOnRows(
  inspector: Inspector,
  theta: Float64Array,
  rows: Table,
  backend: Backend,
  now: () => number,
): Promise<readonly BlockCost[]> {
  const { flow } = inspector
  const some = Float64Array.from(rows.subarray(0, ROWS * flow.width))
  const { z } = await inspector.density(theta, some)
  return blockCosts(flow, theta, Float64Array.from(joinRows(flow, z, contextsOf(flow, some))), backend, now)
}

/** What a block takes each way, in words. */
export interface CostLine {
  /** The document's block. */
  readonly node: string
  readonly type: string
  readonly forward: string
  readonly inverse: string
}

export function costLines(document: FlowDocument, costs: readonly BlockCost[]): readonly CostLine[] {
  const places = new Map(placedInOrder(document).map(({ block, source }) => [block.id, source]))
  const words = ({ milliseconds, evaluations }: DirectionCost) =>
    `${milliseconds.toPrecision(3)} ms` +
    (evaluations ? `, ${evaluations.mean.toFixed(1)} evaluations, at most ${evaluations.most}` : '')
  return costs.map(({ node, forward, inverse }) => ({
    node: places.get(node)?.id ?? node,
    type: places.get(node)?.type ?? node,
    forward: words(forward),
    inverse: words(inverse),
  }))
}

async function measure(
  flow: Flow,
  theta: Float64Array,
  direction: Direction,
  given: Float64Array,
  backend: Backend,
  now: () => number,
): Promise<{ readonly image: Float64Array; readonly cost: DirectionCost }> {
  const rows = given.length / flow.width
  const b = new Builder()
  const { x, context } = partRows(b, flow, b.rows('points', [rows, flow.width]))
  const { value, logDet, evaluations } = flow.trace(b, b.input('theta', [thetaLength(flow)]), { context })[direction](x)
  const outputs = { value, logDet, ...(evaluations && { evaluations }) }
  const executable = await backend.prepare(b.program(`block ${direction}`, outputs))
  try {
    executable.write('theta', theta)
    executable.write('points', given)
    const chance = new Random(0).fork('costs')
    for (const noise of noiseInputs(executable.program)) executable.write(noise.input, drawNoise(noise, chance))
    await executable.run()
    const counts = evaluations ? await executable.read('evaluations') : null
    return {
      image: await executable.read('value'),
      cost: {
        milliseconds: (1000 / rows) * (await fastest(executable, now)),
        evaluations: counts && {
          mean: counts.reduce((sum, count) => sum + count, 0) / rows,
          most: counts.reduce((most, count) => Math.max(most, count), 0),
        },
      },
    }
  } finally {
    executable.dispose()
  }
}

/** Milliseconds of a run, at best. */
async function fastest(executable: Executable, now: () => number): Promise<number> {
  let best = Infinity
  for (let i = 0; i < TRIES; i++) {
    const started = now()
    let runs = 0
    while (runs === 0 || now() - started < LEAST_MS) {
      await executable.run()
      runs++
    }
    best = Math.min(best, (now() - started) / runs)
  }
  return best
}
