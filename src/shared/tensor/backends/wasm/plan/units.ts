import { atOnce, type InParts } from '../../../inParts'
import type { Node, Program } from '../../../ir/program'
import type { BatchAnalysis } from '../../analysis/batchAxis'
import type { ZeroPattern } from '../../analysis/zeros'
import type { Cluster, TracedCluster } from '../rows/trace'
import { rowUnits } from './rowUnits'
import { readersOf, type Moment, type Schedule } from './schedule'
import { uniformUnits } from './uniformUnits'

/** A product of rows with weights: out[n][t] = Σₖ W(k, n) x[k][t], W at any strides. */
export interface WeightProduct {
  readonly kind: 'product'
  readonly node: Node<'matmul'>
  readonly x: Node
  readonly weight: Node
  readonly inner: number
  readonly outer: number
  readonly weightStrides: { readonly inner: number; readonly outer: number }
  /** Weights that are zero for good, by their place in memory; null when none are worth skipping. */
  readonly zeros: ZeroPattern | null
  /** What is computed of each number in place of storing it. */
  readonly tail: TracedCluster | null
}

/** dW(k, n) = Σₜ x[k][t] g[n][t]. */
export interface GradientProduct {
  readonly kind: 'gradient'
  readonly node: Node
  readonly x: Node
  readonly g: Node
  /** Entries that nobody needs; null when none are worth skipping. */
  readonly zeros: ZeroPattern | null
}

export interface RowSums {
  readonly kind: 'row sums'
  readonly node: Node
  readonly x: Node
}

export interface RowKernel {
  readonly kind: 'rows'
  readonly cluster: Cluster
  readonly turns: number
}

/** Turns of a body, one after another, over each tile. */
export interface LoopUnit {
  readonly kind: 'loop'
  readonly node: Node<'loop'>
  /** What a turn computes to know whether it may be left out; none where it may not. */
  readonly idle: { readonly units: readonly RowUnit[]; readonly node: Node } | null
  readonly units: readonly RowUnit[]
  /** Results of rows that are wanted, by the name of what the turn leaves. */
  readonly results: readonly { readonly name: string; readonly node: Node }[]
  /** Sums over rows and turns: inside a turn, and as the program has them. */
  readonly totals: readonly { readonly inside: Node; readonly node: Node }[]
}

/** A loop over flat arrays of one size, or over a single number. */
export interface FlatKernel {
  readonly kind: 'flat'
  readonly nodes: readonly Node[]
  readonly stored: readonly Node[]
  readonly size: number
}

/** Any other operation on uniform values, by itself. */
export interface UniformOp {
  readonly kind: 'uniform'
  readonly node: Node
}

export type RowUnit = WeightProduct | GradientProduct | RowSums | RowKernel | LoopUnit
export type UniformUnit = FlatKernel | UniformOp
export type Unit = RowUnit | UniformUnit

/** Units that run between two meetings of all threads. */
export type Stage =
  | { readonly kind: 'uniform'; readonly units: readonly UniformUnit[] }
  | { readonly kind: 'rows'; readonly units: readonly RowUnit[] }

/** What the planning of every stage looks at. */
export interface PlanContext extends Schedule {
  readonly extents: BatchAnalysis['extents']
  readonly readers: ReadonlyMap<Node, readonly Node[]>
  /** Nodes that the program gives out. */
  readonly results: ReadonlySet<Node>
}

export const planStages = (program: Program, analysis: BatchAnalysis, moments: Schedule): Stage[] =>
  atOnce(planningStages(program, analysis, moments))

/** As `planStages`, stage by stage. */
export function* planningStages(
  program: Program,
  analysis: BatchAnalysis,
  { rows, uniform }: Schedule,
): InParts<Stage[]> {
  const context: PlanContext = {
    extents: analysis.extents,
    rows,
    uniform,
    readers: readersOf(program),
    results: new Set([...program.outputs, ...program.updates].map(({ node }) => node)),
  }
  const last = [...rows.values(), ...uniform.values()].reduce((most, { stage }) => Math.max(most, stage + 1), 0)
  const stages: Stage[] = []
  for (let stage = 0; stage <= last; stage++) {
    const of = (moments: ReadonlyMap<Node, Moment>) =>
      program.nodes.filter((node) => moments.get(node)?.stage === stage)
    if (stage % 2 === 0) stages.push({ kind: 'uniform', units: uniformUnits(of(uniform), context) })
    else stages.push({ kind: 'rows', units: rowUnits(of(rows), of(uniform), context) })
    yield
  }
  return stages.filter(({ units }) => units.length > 0)
}
