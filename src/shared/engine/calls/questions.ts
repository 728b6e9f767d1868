import { DeviceError } from '../../tensor/runtime/device'
import { evaluate, exportModel, probe, truth } from '../answers'
import type { EngineParts } from '../parts'
import { reference } from '../reference'
import type { Relocation } from '../relocation'
import type { Session } from '../session'
import type { EngineHandlers } from './handlers'

type QuestionHandlers = Pick<EngineHandlers, 'probe' | 'truth' | 'reference' | 'evaluate' | 'exportModel'>

/** What is asked of the flow that is shown, as it is at a step, without stopping its training. */
export function questionHandlers(
  { host, orders, machinery, holding }: EngineParts,
  relocation: Relocation,
): QuestionHandlers {
  const breathe = (): Promise<void> => host.breathe()

  /** A question to the session; where its device fails at it, to the one that goes on elsewhere. */
  async function ask<T>(question: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await holding.ask(question)
    } catch (error) {
      if (!(error instanceof DeviceError) || !machinery.isAccelerator(error.backend)) throw error
      await relocation.lost(error)
      return holding.ask(question)
    }
  }

  return {
    probe: ({ at, ...asked }) =>
      ask(async (session) => {
        const subject = holding.past.subject(at, session)
        const { theta } = await holding.past.weights(at, session) // says so when there is none
        return probe(subject!, theta, asked)
      }),
    truth: (grid) =>
      holding.ask((session) => {
        const subject = grid.run === undefined ? session : holding.runs.findOrFail(grid.run)
        return truth(subject, grid, breathe)
      }),
    reference: async () => {
      const { exact } = await machinery.machine()
      return holding.ask((session) => reference(session, exact, breathe))
    },
    evaluate: async (asked) => {
      const workshop = await machinery.workshop()
      return ask((session) => evaluate(session, workshop, asked))
    },
    exportModel: async () => {
      await orders.settled() // an export asked for right after a stop is of the weights that the stop leaves
      return ask((session) => exportModel(session, host, machinery.roster.get(session.opened.backend), holding.idle))
    },
  }
}
