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
export function optimise(program: Program): Program {
  verify(program)
  const optimised = passes(program)
  verify(optimised)
  return optimised
}

const passes = (program: Program): Program => pipeline.reduce((current, { run }) => run(current), program)
