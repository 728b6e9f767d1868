import { solversOf, type SolverOf } from '../../catalogue/solvers'
import { flowPlaces } from '../../document/chain'
import type { Issue } from '../../document/issue'
import type { BijectorNode, FlowDocument } from '../../document/schema'
import { blockEntry } from '../../catalogue/registry'
import { contextsOf, joinRows } from '../../flow/rows'
import { Random } from '../../math/random'
import type { Inspector } from '../inspection/inspector'
import type { Direction } from '../inspection/programs'
import type { Table } from '../units'

/** How near its answer a block's solver has come, over some points as they meet the block. */
export interface SolverFit {
  /** The block's id in the flow. */
  readonly node: string
  readonly direction: Direction
  /** The largest of what is left of its equation, over 1 + |what it was asked for|; NaN where an answer is no number. */
  readonly residual: number
  /** What may be left. */
  readonly within: number
  /** Share of the points at which more is left. */
  readonly share: number
}

/** Points that go each way. */
const POINTS = 256

interface Solver extends SolverOf {
  readonly index: number
  readonly block: BijectorNode
}

const solversIn = (document: FlowDocument): readonly Solver[] =>
  flowPlaces(document).flatMap(({ block }, index) => solversOf(block).map((of) => ({ ...of, index, block })))

/** Whether a document has blocks that solve for an answer, and may miss it. */
export const hasSolvers = (document: FlowDocument): boolean => solversIn(document).length > 0

/**
 * How near its answer each solver of a flow comes: from x to z on some of the rows [n, D + C], in the flow's units, and from
 * z to x on as many draws of the base, given what the rows are. Where there are no rows, on draws alone.
 */
export async function checkSolvers(
  inspector: Inspector,
  theta: Float64Array,
  document: FlowDocument,
  rows: Table,
): Promise<readonly SolverFit[]> {
  const { flow } = inspector
  const some = rows.subarray(0, POINTS * flow.width)
  const count = flow.contextDims > 0 ? some.length / flow.width : POINTS
  const drawn = flow.sampleBase(theta, new Random(0).fork('solvers'), count)
  const draws = joinRows(flow, drawn, contextsOf(flow, some))
  return [
    ...(await solverFits(inspector, theta, document, 'forward', draws)),
    ...(await solverFits(inspector, theta, document, 'inverse', some)),
  ]
}

/** The same for one direction, on some of the points [n, D + C] that are carried in it: z or x, in the flow's units. */
export async function solverFits(
  inspector: Inspector,
  theta: Float64Array,
  document: FlowDocument,
  direction: Direction,
  points: Table,
): Promise<readonly SolverFit[]> {
  const some = points.subarray(0, POINTS * inspector.flow.width)
  const here = solversIn(document).filter((solver) => solver.direction === direction)
  if (here.length === 0 || some.length === 0) return []
  const indices = here.map(({ index }) => index)
  const residuals = await inspector.residuals(theta, some, direction, indices)
  return here.map(({ block, within }, i) => fitOf(block.id, direction, within, residuals[i]))
}

function fitOf(node: string, direction: Direction, within: number, residuals: Float64Array): SolverFit {
  const missed = residuals.filter((left) => !(left <= within)).length
  const residual = residuals.reduce((most, left) => (most >= left ? most : left), 0)
  return {
    node,
    direction,
    residual: residuals.some(Number.isNaN) ? NaN : residual,
    within,
    share: missed / residuals.length,
  }
}

/** What solvers miss, in words, each at its block; nothing of those that come near enough. */
export function solverIssues(document: FlowDocument, fits: readonly SolverFit[]): readonly Issue[] {
  const solvers = solversIn(document)
  const places = flowPlaces(document)
  return fits.flatMap(({ node, direction, residual, within, share }): Issue[] => {
    if (share === 0) return []
    const { block, index, remedy } = solvers.find((one) => one.block.id === node && one.direction === direction)!
    const name = `Block ${String(index + 1)} "${blockEntry(block.type)?.label ?? block.type}"`
    const way = direction === 'forward' ? 'z → x' : 'x → z'
    const left = Number.isNaN(residual) ? 'finds no number' : `misses by ${small(residual)}`
    const message = `${name}: its solver ${way} ${left} at ${percent(share)} of points, expected at most ${small(within)} relative to what it is asked for. ${remedy}`
    return [{ severity: 'warning', node: places[index].source.id, path: 'bijector', message }]
  })
}

const percent = (share: number): string => (share < 0.01 ? 'under 1 %' : `${String(Math.round(100 * share))} %`)

/** Two digits of a size. */
const small = (size: number): string => (size < 1e-3 ? size.toExponential(1) : String(Number(size.toPrecision(2))))
