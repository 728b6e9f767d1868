import { analyseBatch, type BatchAnalysis } from '@shared/tensor/backends/analysis/batchAxis'
import { planLayout } from '@shared/tensor/backends/wasm/lower/layout'
import { lanesOf } from '@shared/tensor/backends/wasm/lanes'
import { splitSums } from '@shared/tensor/backends/wasm/lower/splitSums'
import { schedule } from '@shared/tensor/backends/wasm/plan/schedule'
import { planStages, type Stage, type Unit } from '@shared/tensor/backends/wasm/plan/units'
import type { Program } from '@shared/tensor/ir/program'
import { optimise } from '@shared/tensor/passes/pipeline'

/** What is planned for a program of rows before any code is written, in float32 and tiles of 64 rows. */
export function planOf(given: Program) {
  const fast = optimise(given)
  const program = splitSums(fast, followed(fast))
  const analysis = followed(program)
  const moments = schedule(program, analysis)
  const stages = planStages(program, analysis, moments)
  const { batch } = analysis
  const tiling = { batch, tile: 64, stride: 80, tiles: Math.ceil(batch / 64) }
  const layout = planLayout({
    program,
    analysis,
    stages,
    tiling,
    threads: 2,
    turns: 1,
    lanes: lanesOf('float32', true),
  })
  return { program, extents: analysis.extents, moments, stages, layout }
}

function followed(program: Program): BatchAnalysis {
  const analysis = analyseBatch(program)
  if (!analysis) throw new Error('the program mixes its rows')
  return analysis
}

export const unitsOf = (stages: readonly Stage[]): readonly Unit[] =>
  stages.flatMap(({ units }) => units as readonly Unit[])
