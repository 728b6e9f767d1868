import type { Flow } from '../../flow/flow'
import { joinRows } from '../../flow/rows'
import type { TraceTarget } from '../../flow/target'
import { Random } from '../../math/random'
import { range } from '../../tensor/ir/range'
import type { Backend } from '../../tensor/runtime/backend'
import type { Table } from '../units'
import { continuousBlocks, spanMask, STATIONS, type Direction, type Span } from './programs'
import {
  density,
  determinants,
  fullPaths,
  jacobians,
  MANY,
  paths,
  sampling,
  solvers,
  targets,
  weighing,
} from './questions'
import { RowPrograms } from './rowPrograms'

export interface PointDensities {
  /** [n], nats. */
  readonly logDensity: Float64Array
  /** [n, D]. */
  readonly z: Float64Array
  /** [n], log|det ∂z/∂x|. */
  readonly logDet: Float64Array
}

export interface WeighedDraws {
  /** [n, D]. */
  readonly x: Float64Array
  /** [n], log q(x), nats. */
  readonly logDensity: Float64Array
  /** [n], ln p̃(x), nats. */
  readonly logTarget: Float64Array
}

export interface Path {
  /** [n, D] before the first block met, and after each. */
  readonly layers: readonly Float64Array[]
  /** Of each block met, its own log|det| in the direction taken: [n]. */
  readonly logDets: readonly Float64Array[]
  /** [n], of the whole map in the direction taken: their sum. */
  readonly logDet: Float64Array
}

/** Points within a block. */
export interface Between {
  /** The block met that they are in, counted from 1, and how far through it, in (0, 1). */
  readonly block: number
  readonly time: number
  /** [n, D]. */
  readonly places: Float64Array
  /** [n], log|det| of the block up to there, in the direction taken. */
  readonly logDet: Float64Array
}

export interface FullPath extends Path {
  /** In the order met. */
  readonly between: readonly Between[]
}

export interface Determinants {
  /** [n], nats. */
  readonly logDet: Float64Array
  /** [n], how many blocks are met before the first whose image or own log|det| is infinite or no number. */
  readonly sound: Float64Array
}

/**
 * Answers questions about a flow at given parameters, for any number of rows. All in the flow's units and in nats. A row
 * is a point [D] and, for a conditional flow, the context [C] it is given behind it (`joinRows`). With stochastic blocks a
 * row's chance follows from the row, and a log-density is of the path it takes: see `Density` and `Sampled`. A changed θ
 * costs no compilation: see `RowPrograms`. Between runs others get their turn.
 */
export class Inspector {
  readonly #programs: RowPrograms

  constructor(
    readonly flow: Flow,
    private readonly backend: Backend,
    /** Resolves after others have had their turn. */
    private readonly breathe: () => Promise<void> = () => Promise.resolve(),
    /** What draws are weighed by, where the data has an energy. */
    private readonly target: TraceTarget | null = null,
  ) {
    this.#programs = new RowPrograms(flow, backend, breathe)
    this.rowStep = backend.rowStep ?? MANY
  }

  /** One for another flow on the same backend; whoever asks for it disposes it. */
  beside(flow: Flow): Inspector {
    return new Inspector(flow, this.backend, this.breathe)
  }

  /** How many rows one run takes, of most questions: those of this size are answered in one. */
  readonly rowsPerRun = MANY
  /** A run of fewer takes as long as one of the next multiple of so many. */
  readonly rowStep: number

  async logDensity(theta: Float64Array, x: Table): Promise<Float64Array> {
    return (await this.#programs.run({ ...density, alsoFew: false }, { theta }, x, ['logDensity'])).logDensity
  }

  /** x → z with everything that is known on the way. */
  density(theta: Float64Array, x: Table): Promise<PointDensities> {
    return this.#programs.run(density, { theta }, x, ['logDensity', 'z', 'logDet'])
  }

  /** z → x with log|det ∂x/∂z|. */
  push(theta: Float64Array, z: Table): Promise<{ readonly x: Float64Array; readonly logDet: Float64Array }> {
    return this.#programs.run(sampling, { theta }, z, ['x', 'logDet'])
  }

  /**
   * `count` draws from the model, [count, D]. The same seed gives the same draws for the same θ. `contexts` is what they
   * are given: [C] for all of them, or [count, C].
   */
  async sample(
    theta: Float64Array,
    count: number,
    seed: number,
    contexts: ArrayLike<number> = [],
  ): Promise<Float64Array> {
    const z = this.flow.sampleBase(theta, new Random(seed), count)
    return (await this.#programs.run(sampling, { theta }, joinRows(this.flow, z, contexts), ['x'])).x
  }

  /** Whether draws can be weighed. */
  get weighs(): boolean {
    return this.target !== null
  }

  /** Draws of the model with log q and the target's ln p̃ at them: as many as rows of z [n, D] from the base. */
  weigh(theta: Float64Array, z: Table): Promise<WeighedDraws> {
    return this.#programs.run(weighing(this.#target), { theta }, z, ['x', 'logDensity', 'logTarget'])
  }

  /** ln p̃ [n] of the target at x [n, D]. */
  async logTarget(x: Table): Promise<Float64Array> {
    return (await this.#programs.run(targets(this.#target), {}, x, ['logTarget'])).logTarget
  }

  get #target(): TraceTarget {
    if (!this.target) throw new Error('internal: asked for a target, and there is none')
    return this.target
  }

  /** The points after every block. `forward` goes z → x. */
  async path(theta: Float64Array, points: Table, direction: Direction): Promise<Path> {
    return this.#pathOf(await this.#programs.run(paths(direction), { theta }, points, this.#layerNames()), points)
  }

  /** The same with where the points are on their way through continuous blocks. */
  async fullPath(theta: Float64Array, points: Table, direction: Direction): Promise<FullPath> {
    const continuous = continuousBlocks(this.flow, direction)
    if (continuous.length === 0) return { ...(await this.path(theta, points, direction)), between: [] }
    const within = continuous.flatMap((block) =>
      STATIONS.map((time, i) => ({ block, time, layer: `layer${block}.${i}`, logDet: `logDet${block}.${i}` })),
    )
    const names = [...this.#layerNames(), ...within.flatMap(({ layer, logDet }) => [layer, logDet])]
    const outputs = await this.#programs.run(fullPaths(direction), { theta }, points, names)
    const between = within.map(({ block, time, layer, logDet }) => ({
      block,
      time,
      places: outputs[layer],
      logDet: outputs[logDet],
    }))
    return { ...this.#pathOf(outputs, points), between }
  }

  #layerNames(): readonly string[] {
    return ['layer0', ...this.#blocks().flatMap((k) => [`layer${k}`, `logDet${k}`])]
  }

  #pathOf(outputs: Readonly<Record<string, Float64Array>>, points: Table): Path {
    const blocks = this.#blocks()
    const logDets = blocks.map((k) => outputs[`logDet${k}`])
    return {
      layers: [0, ...blocks].map((k) => outputs[`layer${k}`]),
      logDets,
      logDet: new Float64Array(points.length / this.flow.width).map((_, row) =>
        logDets.reduce((sum, of) => sum + of[row], 0),
      ),
    }
  }

  /** log|det| of a span of the blocks met on the path of the points, and how far the path is finite. */
  determinant(theta: Float64Array, points: Table, direction: Direction, span: Span): Promise<Determinants> {
    const given = { theta, span: spanMask(this.flow, span) }
    return this.#programs.run(determinants(direction), given, points, ['logDet', 'sound'])
  }

  /**
   * What is left of the equations that the given blocks solve where the path of the points meets them, as `solverProgram` says:
   * [n] for each block.
   */
  async residuals(
    theta: Float64Array,
    points: Table,
    direction: Direction,
    blocks: readonly number[],
  ): Promise<readonly Float64Array[]> {
    const names = blocks.map((k) => `residual${k}`)
    const outputs = await this.#programs.run(solvers(direction, blocks), { theta }, points, names)
    return names.map((name) => outputs[name])
  }

  /** The Jacobian of a span of the blocks met where the path of the points meets it, ∂out_i/∂in_j as [n, D, D]. */
  async jacobian(theta: Float64Array, points: Table, direction: Direction, span: Span): Promise<Float64Array> {
    const { dims } = this.flow
    const given = { theta, span: spanMask(this.flow, span) }
    const names = range(0, dims).map((j) => `column${j}`)
    const columns = await this.#programs.run(jacobians(direction), given, points, names)
    const matrices = new Float64Array((points.length / this.flow.width) * dims * dims)
    names.forEach((name, j) => {
      columns[name].forEach((value, at) => (matrices[at * dims + j] = value))
    })
    return matrices
  }

  /** Builds one of the programs that views are likely to ask for. Answers whether there may be more to build. */
  prepare(): Promise<boolean> {
    return this.#programs.prepare()
  }

  /** The blocks in the order met, counted from 1. */
  #blocks(): readonly number[] {
    return this.flow.bijectors.map((_, i) => i + 1)
  }

  /** Waits for the questions under way. */
  dispose(): Promise<void> {
    return this.#programs.dispose()
  }
}
