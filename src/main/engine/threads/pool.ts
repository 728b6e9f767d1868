import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import { beginRun, isPoisoned, poison } from '@shared/tensor/backends/wasm/phases'
import type { SharedProgram, ThreadedProgram, ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import { Mailbox, mailboxMemory } from './mailbox'
import type { FromWorker, ToWorker, WorkerStart } from './messages'

export interface ThreadPoolOptions {
  /** The workers' entry, a JavaScript file. */
  readonly entry: string
  /** The caller's included. */
  readonly threads: number
}

/**
 * Workers on Node's threads. They start at once, while the first program is compiled, and do not keep the process alive.
 */
export function createThreadPool({ entry, threads }: ThreadPoolOptions): ThreadPool {
  const memory = mailboxMemory(threads - 1)
  const team = Array.from({ length: threads - 1 }, (_, place) => new Member(entry, memory, place))
  let programs = 0
  return {
    threads,
    async load(program) {
      if (program.threads > threads)
        throw new Error(`internal: a program for ${program.threads} threads, the pool has ${threads}`)
      const members = team.slice(0, program.threads - 1)
      const id = ++programs
      await Promise.all(members.map((member) => member.load(id, program)))
      return new LoadedProgram(id, program, members)
    },
    async dispose() {
      await Promise.all(team.map((member) => member.end()))
    },
  }
}

/** The caller's side of one worker. */
class Member {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #mailbox: Mailbox
  /** What is to be told when a program is loaded, or why not. */
  readonly #loading = new Map<number, (failure: Error | null) => void>()
  /** Why programs failed here. */
  readonly #failures = new Map<number, Error>()
  /** Why it ended. */
  #end: Error | null = null

  constructor(
    entry: string,
    mailboxes: SharedArrayBuffer,
    private readonly place: number,
  ) {
    const { port1, port2 } = new MessageChannel()
    const start: WorkerStart = { mailboxes, worker: place, port: port2 }
    this.#port = port1
    this.#mailbox = new Mailbox(mailboxes, place)
    this.#worker = new Worker(entry, { workerData: start, transferList: [port2], execArgv: [] })
    this.#worker.on('error', (error) => {
      this.#ended(error instanceof Error ? error : new Error(String(error)))
    })
    this.#worker.on('exit', (code) => {
      this.#ended(new Error(`exit code ${code}`))
    })
    port1.on('message', (message: FromWorker) => {
      this.#hear(message)
    })
    this.#idle()
  }

  load(id: number, { module, memory }: SharedProgram): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      if (this.#end) {
        reject(this.#end)
        return
      }
      this.#loading.set(id, (failure) => {
        this.#loading.delete(id)
        if (this.#loading.size === 0) this.#idle()
        if (failure) reject(failure)
        else resolve()
      })
    })
    this.#worker.ref() // the process waits for the answer, and for nothing else of a worker
    this.#port.ref()
    this.#tell({ kind: 'load', program: id, module, memory })
    return done
  }

  order(id: number): void {
    if (this.#end) throw this.#end
    this.#mailbox.order(id)
  }

  forget(id: number): void {
    if (!this.#end) this.#tell({ kind: 'forget', program: id })
  }

  /** Why a program failed on this thread; undefined when it did not. */
  failureOf(id: number): Error | undefined {
    let mail: { readonly message: FromWorker } | undefined
    while ((mail = receiveMessageOnPort(this.#port) as typeof mail)) this.#hear(mail.message)
    return this.#failures.get(id)
  }

  async end(): Promise<void> {
    this.#ended(new Error('the pool was disposed'))
    await this.#worker.terminate()
  }

  #tell(message: ToWorker): void {
    this.#port.postMessage(message)
    this.#mailbox.announce()
  }

  #hear(message: FromWorker): void {
    const failure = message.kind === 'failed' ? this.#named(message.reason) : null
    if (failure) this.#failures.set(message.program, failure)
    this.#loading.get(message.program)?.(failure)
  }

  #ended(reason: Error): void {
    this.#end ??= this.#named(reason.message)
    this.#port.close()
    for (const tell of [...this.#loading.values()]) tell(this.#end)
  }

  #idle(): void {
    this.#worker.unref()
    this.#port.unref()
  }

  #named(reason: string): Error {
    return new Error(`Worker thread ${this.place + 1} failed: ${reason}`)
  }
}

class LoadedProgram implements ThreadedProgram {
  readonly #words: Int32Array
  readonly #run: (thread: number) => unknown
  #failure: Error | null = null

  constructor(
    private readonly id: number,
    { memory, instance }: SharedProgram,
    private readonly members: readonly Member[],
  ) {
    this.#words = new Int32Array(memory.buffer)
    this.#run = instance.exports['run']
  }

  run(phases: number): void {
    this.begin(phases)
    this.#join()
  }

  begin(phases: number): void {
    if (this.#failure) throw this.#failure
    beginRun(this.#words, { phases, threads: 1 + this.members.length })
    this.#order()
  }

  finish(): void {
    this.#order() // again: another program may have been run meanwhile, for which the workers were asked to help
    this.#join()
  }

  #order(): void {
    try {
      for (const member of this.members) member.order(this.id)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #join(): void {
    try {
      this.#run(0)
    } catch (error) {
      this.#fail(error as Error)
    }
    if (isPoisoned(this.#words)) throw (this.#failure = this.#reason())
  }

  #fail(error: Error): never {
    poison(this.#words) // the others must not wait for this thread
    throw (this.#failure = error)
  }

  dispose(): void {
    for (const member of this.members) member.forget(this.id)
  }

  #reason(): Error {
    const failures = this.members.map((member) => member.failureOf(this.id))
    return (
      failures.find((failure) => failure !== undefined) ?? new Error('internal: a thread failed and did not say why')
    )
  }
}
