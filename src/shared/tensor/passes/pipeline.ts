import { atOnce, type InParts } from '../inParts'
import type { Program } from '../ir/program'
import { verify } from '../ir/verify'
import { cse } from './cse'
import { dce } from './dce'
import { fold } from './fold'
import { trimLoops } from './loops'

export interface Pass {
  readonly name: string
  readonly run: (program: Program) => Program
}

/** In the order in which they run. */
export const pipeline: readonly Pass[] = [
  { name: 'dce', run: dce },
  { name: 'loops', run: (program) => trimLoops(passes)(program) },
  { name: 'fold', run: fold },
  { name: 'cse', run: cse },
  { name: 'dce', run: dce },
]

/** Runs the pipeline; the program is verified as it is given and as it comes out. */
export const optimise = (program: Program): Program => atOnce(optimising(program))

/** As `optimise`, pass by pass. */
export function* optimising(program: Program): InParts<Program> {
  verify(program)
  let optimised = program
  for (const { run } of pipeline) {
    yield
    optimised = run(optimised)
  }
  verify(optimised)
  return optimised
}

const passes = (program: Program): Program => pipeline.reduce((current, { run }) => run(current), program)
