import type { Program } from '../../ir/program'
import { analyseBatch, isAlong } from '../analysis/batchAxis'
import { CannotLoop } from '../analysis/loops'

/** Outputs that have a value for each row of the batch, where rows do not mix. */
export function rowOutputs(program: Program): ReadonlySet<string> {
  const extents = analysis(program)?.extents
  if (!extents) return new Set()
  return new Set(program.outputs.filter(({ node }) => isAlong(extents.get(node)!)).map(({ name }) => name))
}

function analysis(program: Program) {
  try {
    return analyseBatch(program)
  } catch (error) {
    if (error instanceof CannotLoop) return null
    throw error
  }
}
