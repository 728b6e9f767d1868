import { atOnce, type InParts } from '../../../inParts'
import type { Node, Program } from '../../../ir/program'
import { unrollLoops } from '../../../passes/loops'
import { optimise } from '../../../passes/pipeline'
import { analyseBatch, type BatchAnalysis, type Extent } from '../../analysis/batchAxis'
import { CannotLoop } from '../../analysis/loops'
import { paddedRows } from '../lanes'
import { schedule } from '../plan/schedule'
import { planningStages } from '../plan/units'
import { planLayout, strideOf } from './layout'
import type { Lowered, LowerOptions } from './lowered'
import { ModuleWriter } from './moduleWriter'
import { splitSums } from './splitSums'

/**
 * Compiles an optimised program. The module exports `run(thread)`; see `SharedProgram`. Loops that cannot run tile by
 * tile are written out.
 */
export const lower = (program: Program, options: LowerOptions): Lowered => atOnce(lowering(program, options))

/** As `lower`, stage by stage. */
export function* lowering(program: Program, options: LowerOptions): InParts<Lowered> {
  try {
    return yield* lowerLoops(program, options)
  } catch (error) {
    if (!(error instanceof CannotLoop)) throw error
    return yield* lowering(optimise(unrollLoops(program, (loop) => loop === error.loop)), options)
  }
}

function* lowerLoops(given: Program, options: LowerOptions): InParts<Lowered> {
  const { lanes } = options
  const found = analyseBatch(given)
  const program = found ? splitSums(given, found) : unrollLoops(given)
  const analysis = (program === given ? found : analyseBatch(program)) ?? allUniform(program)
  yield
  const batch = Math.max(1, analysis.batch)
  const tile = Math.min(options.tile, paddedRows(batch, lanes))
  const stride = strideOf(tile, lanes)
  const tiling = { batch, tile, stride, tiles: Math.ceil(batch / tile) }
  const threads = Math.max(1, Math.min(options.threads, tiling.tiles))
  const plan = schedule(program, analysis)
  yield
  const stages = yield* planningStages(program, analysis, plan)
  const layout = planLayout({ program, analysis, stages, tiling, threads, turns: options.turns, lanes })
  yield
  return yield* new ModuleWriter(program, analysis, stages, layout, threads, options).write()
}

const allUniform = (program: Program): BatchAnalysis => ({
  batch: 0,
  extents: new Map(program.nodes.map((node): [Node, Extent] => [node, { kind: 'uniform' }])),
})
