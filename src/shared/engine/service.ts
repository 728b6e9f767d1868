import type {
  EngineEvent,
  EngineMethod,
  EngineParams,
  EngineResults,
  LibraryMethod,
  LibraryParams,
  LibraryResults,
} from '../rpc/protocol'
import { dataHandlers } from './calls/data'
import { documentHandlers } from './calls/documents'
import type { EngineHandlers } from './calls/handlers'
import { libraryHandlers } from './calls/library'
import { questionHandlers } from './calls/questions'
import { runHandlers } from './calls/runs'
import { readCheckpoint } from './checkpoint'
import { Enrolment } from './enrolment'
import type { EngineHost } from './host'
import { openDocument } from './open'
import { valueOf } from './outcome'
import { createParts, type EngineParts } from './parts'
import { Relocation } from './relocation'
import { Succession } from './succession'

/** The engine behind rpc: holds one document at a time, trains it, and answers questions about it meanwhile. */
export interface Engine {
  /** Rejects with an `RpcFailure` in words, its issues at the place to blame. */
  call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]>
  /** Goes on from a checkpoint, training if it was; answers its step. */
  restore(checkpoint: Uint8Array): Promise<number>
  /** What the host asks of runs that no tab shows. */
  library<M extends LibraryMethod>(method: M, params: LibraryParams[M]): Promise<LibraryResults[M]>
  /** Takes a backend no more by itself, for this reason: a sentence. */
  ruleOut(backend: string, reason: string): void
  dispose(): Promise<void>
}

/** Orders are carried out one after the other, questions at once, and work goes on between them. */
export function createEngine(host: EngineHost, emit: (event: EngineEvent) => void): Engine {
  const parts = createParts(host, emit)
  const { orders, machinery, holding, work } = parts
  const relocation = new Relocation(parts)
  const succession = new Succession(parts, relocation)

  const handlers: EngineHandlers = {
    ...documentHandlers(parts, succession, relocation),
    ...runHandlers(parts),
    ...questionHandlers(parts, relocation),
    ...pictureHandlers(parts),
    ...dataHandlers(host),
    configure: (settings) => relocation.configure(settings),
    backends: (asked) => machinery.report(asked),
  }
  const libraryCalls = libraryHandlers(parts, new Enrolment(parts))

  async function call<M extends EngineMethod>(method: M, params: EngineParams[M]): Promise<EngineResults[M]> {
    if (method !== 'credit') work.disturb() // that a picture was drawn asks for nothing
    return await handlers[method](params)
  }

  async function restore(bytes: Uint8Array): Promise<number> {
    const { document, data, training, run: mark, trainer: state, idle, results } = valueOf(readCheckpoint(bytes))
    await succession.open((workshop) => openDocument(document, workshop, { trainedOn: data, from: state }), {
      idle,
      results,
      mark,
    })
    if (training) await call('train', {})
    return state.step
  }

  return {
    call,
    restore,
    library: async (method, params) => await libraryCalls[method](params),
    ruleOut: (backend, reason) => {
      machinery.ruleOut(backend, reason)
    },
    async dispose() {
      work.end()
      holding.run?.pause()
      await work.settled()
      await relocation.end()
      await orders.settled()
      await holding.dispose()
      await machinery.dispose()
    },
  }
}

/** Which pictures are watched, and which of them may be drawn again. */
const pictureHandlers = ({ work }: EngineParts): Pick<EngineHandlers, 'watch' | 'credit'> => ({
  watch: ({ views }) => {
    work.pictures.watch(views)
    work.wake()
    return null
  },
  credit: ({ view }) => {
    work.pictures.credit(view)
    work.wake()
    return null
  },
})
