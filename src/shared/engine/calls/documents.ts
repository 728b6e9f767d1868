import { idleOf } from '../../learn/exporters/modelFile'
import type { Attached } from '../../rpc/protocol'
import { openDocument, openModel } from '../open'
import type { EngineParts } from '../parts'
import type { Relocation } from '../relocation'
import type { Succession } from '../succession'
import type { EngineHandlers } from './handlers'

type DocumentHandlers = Pick<EngineHandlers, 'open' | 'openModel' | 'attach' | 'turnTo' | 'letGo'>

/** Which document is held, and which of the tabs that each hold one is shown. */
export function documentHandlers(
  { host, orders, machinery, holding, work }: EngineParts,
  succession: Succession,
  relocation: Relocation,
): DocumentHandlers {
  const attached = (): Attached => ({
    ...holding.describe(),
    solvers: work.solvers.issues,
    settings: machinery.settings,
    cores: host.cores,
  })

  /** Shows what is held of another tab; answers all of it. */
  const turn = (deed: () => Promise<void>): Promise<Attached> =>
    orders.give(async () => {
      const before = holding.session
      await holding.whileMoving(async () => {
        await work.settled()
        await deed()
      })
      const { session } = holding
      if (session !== before) {
        work.pictures.forget()
        work.solvers.turnTo(session)
        await relocation.turnTo(session)
      }
      work.wake()
      return attached()
    })

  return {
    open: ({ document, edited = false, returns = false }) =>
      edited && holding.session
        ? succession.edit(document, returns)
        : succession.open((workshop) => openDocument(document, workshop)),
    openModel: ({ model }) =>
      succession.open((workshop) => openModel(model, workshop), { idle: idleOf(model), keepsWeights: true }),
    attach: attached,
    turnTo: ({ tab }) => turn(() => holding.turnTo(tab)),
    letGo: async ({ tab }) => {
      await turn(() => holding.letGo(tab))
      return null
    },
  }
}
