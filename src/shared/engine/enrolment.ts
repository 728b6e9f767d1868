import type { LibraryParams, Released } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import { pacedBreath } from './breath'
import { readCheckpoint } from './checkpoint'
import { scoreOf } from './judging'
import { begin, compileDocument } from './open'
import { valueOf } from './outcome'
import type { EngineParts } from './parts'

/**
 * Trains runs of the host's queue on desks beside those of tabs, in turn with them. They stay on the machine that pictures
 * are drawn with, never on an accelerator, so that equal runs of a queue give equal numbers.
 */
export class Enrolment {
  constructor(private readonly parts: EngineParts) {}

  enrol({ entry, mark, from, until }: LibraryParams['enrol']): Promise<{ readonly step: number }> {
    const { host, orders, machinery, holding, work } = this.parts
    return orders.give(async () => {
      if (holding.desks.entry(entry))
        throw new RpcFailure(`The run "${entry}" is in the engine already. Release it first.`)
      const kept = 'checkpoint' in from ? valueOf(readCheckpoint(from.checkpoint)) : null
      const document = 'document' in from ? from.document : kept!.document
      const workshop = await machinery.workshop()
      const state = kept?.trainer
      const made = await work.ahead(async () => {
        const breathe = pacedBreath(host)
        const marks = () => state?.joined ?? {}
        return valueOf(await compileDocument(document, workshop, { trainedOn: kept?.data, marks, breathe }))
      })
      await work.settled()
      const desk = holding.enlist(entry)
      await desk.replace(await begin(made, state), host)
      desk.resumeRun(mark)
      const { step, state: now } = desk.run!.status
      if (now.kind !== 'finished' && (until === null || until > step))
        desk.run!.start(until === null ? undefined : until - step)
      holding.sayPutBy(false)
      work.wake()
      return { step }
    })
  }

  release({ entry, judge }: LibraryParams['release']): Promise<Released | null> {
    const { orders, holding, work } = this.parts
    return orders.give(async () => {
      const desk = holding.desks.entry(entry)
      const { session, run } = desk ?? {}
      if (!desk || !session || typeof session.trainer === 'string') return null
      run?.pause()
      await work.settled()
      const test = judge ? await scoreOf(session) : null
      const checkpoint = await desk.checkpoints.pack(session, session.trainer, false)
      await holding.desks.letGo(desk)
      return { checkpoint, test }
    })
  }
}
