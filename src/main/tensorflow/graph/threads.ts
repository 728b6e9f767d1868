import { Worker } from 'node:worker_threads'
import type { Feed, Runner, Session, Values } from '@shared/tensor/backends/tensorflow/runner'
import type { Device } from '@shared/tensor/runtime/device'
import type { FromThread, ThreadStart, ToThread } from './messages'

/** More threads than this are not started: what their programs compute shares the same processors, or card. */
const MOST_THREADS = 4

export interface ThreadsOptions {
  /** The threads' entry, a JavaScript file. */
  readonly entry: string
  /** Folder of the package with the binding. */
  readonly module: string
  /** Processors that TensorFlow computes on. */
  readonly cores: number
  /** Words for a version and a device. */
  readonly describe: (version: string, gpu: boolean) => string
  /** The same, not in words. */
  readonly hardware?: (version: string, gpu: boolean) => Device
}

/**
 * TensorFlow on threads of its own. Sessions share out over several, so that one that is being compiled does not keep
 * another from running; the process does not wait for idle ones.
 */
export async function startThreads({ entry, module, cores, describe, hardware }: ThreadsOptions): Promise<Runner> {
  const start = () => TensorflowThread.start(entry, { module })
  const first = await start()
  const team = [first]
  const leastBusy = async (): Promise<TensorflowThread> => {
    const least = team.reduce((a, b) => (b.sessions < a.sessions ? b : a))
    if (least.sessions === 0 || team.length === MOST_THREADS) return least
    const more = await start()
    team.push(more)
    return more
  }
  return {
    uses: describe(first.version, first.gpu),
    hardware: hardware?.(first.version, first.gpu),
    threads: cores,
    load: async (model) => (await leastBusy()).load(model),
    dispose: () => {
      for (const thread of team) void thread.end()
    },
  }
}

interface Awaited {
  readonly resolve: (message: FromThread) => void
  readonly reject: (reason: Error) => void
}

class TensorflowThread {
  version = ''
  gpu = false
  /** How many it holds. */
  sessions = 0
  readonly #worker: Worker
  readonly #awaited = new Map<number, Awaited>()
  #orders = 0
  /** Why it ended. */
  #end: Error | null = null

  private constructor(entry: string, start: ThreadStart) {
    this.#worker = new Worker(entry, { workerData: start, execArgv: [] })
    this.#worker.on('message', (message: FromThread) => {
      this.#hear(message)
    })
    this.#worker.on('error', (error) => {
      this.#ended(error instanceof Error ? error.message : String(error))
    })
    this.#worker.on('exit', (code) => {
      this.#ended(`exit code ${code}`)
    })
  }

  static async start(entry: string, data: ThreadStart): Promise<TensorflowThread> {
    const thread = new TensorflowThread(entry, data)
    const message = await thread.#answer(STARTED)
    if (message.kind === 'started') [thread.version, thread.gpu] = [message.version, message.gpu]
    return thread
  }

  async load(model: Uint8Array): Promise<Session> {
    this.sessions++
    try {
      const message = await this.#ask((id) => ({ kind: 'load', id, model }))
      if (message.kind !== 'loaded') throw new Error(`internal: TensorFlow answered "${message.kind}"`)
      return this.#session(message.session)
    } catch (error) {
      this.sessions--
      throw error
    }
  }

  #session(session: number): Session {
    return {
      run: async (feeds: readonly Feed[], fetches: readonly string[]): Promise<readonly Values[]> => {
        const message = await this.#ask((id) => ({ kind: 'run', id, session, feeds, fetches }))
        return message.kind === 'ran' ? message.values : []
      },
      dispose: () => {
        this.sessions--
        if (!this.#end) this.#worker.postMessage({ kind: 'forget', session } satisfies ToThread)
      },
    }
  }

  async end(): Promise<void> {
    this.#ended('it was disposed of')
    await this.#worker.terminate()
  }

  #ask(order: (id: number) => ToThread): Promise<FromThread> {
    if (this.#end) return Promise.reject(this.#end)
    const id = ++this.#orders
    this.#worker.postMessage(order(id))
    return this.#answer(id)
  }

  #answer(id: number): Promise<FromThread> {
    this.#worker.ref() // the process waits for the answer
    return new Promise((resolve, reject) => this.#awaited.set(id, { resolve, reject }))
  }

  #hear(message: FromThread): void {
    const id = message.kind === 'started' ? STARTED : message.id
    const awaited = this.#awaited.get(id)
    this.#awaited.delete(id)
    if (this.#awaited.size === 0) this.#worker.unref()
    if (message.kind === 'failed') awaited?.reject(new Error(message.reason))
    else awaited?.resolve(message)
  }

  #ended(reason: string): void {
    this.#end ??= new Error(`TensorFlow's thread ended: ${reason}`)
    for (const { reject } of this.#awaited.values()) reject(this.#end)
    this.#awaited.clear()
  }
}

/** In place of an order's number: what a thread says when it is ready. */
const STARTED = 0
