import type { Direction } from '@shared/learn/inspection/programs'
import { solverFits, solverIssues, type SolverFit } from '@shared/learn/evaluation/solvers'
import type { Table } from '@shared/learn/units'
import type { OpenModel } from './model'
import type { Terminal } from './terminal'

/** Says which solvers miss their answers on some of the points [n, D + C] that a command carries, in the flow's units. */
export async function warnOfSolvers(
  terminal: Terminal,
  model: OpenModel,
  direction: Direction,
  points: Table,
): Promise<void> {
  const { inspector, theta, file } = model
  sayMissed(terminal, model, await solverFits(inspector, theta, file.document, direction, points))
}

export function sayMissed(terminal: Terminal, { file }: OpenModel, fits: readonly SolverFit[]): void {
  for (const { message } of solverIssues(file.document, fits)) terminal.err(`warning: ${message}\n`)
}
