import { receiveMessageOnPort, workerData } from 'node:worker_threads'
import { poison } from '@shared/tensor/backends/wasm/phases'
import { Mailbox, READ_MAIL } from './mailbox'
import type { FromWorker, ToWorker, WorkerStart } from './messages'

/** A thread that runs its share of programs, on orders from shared memory. It never returns to its event loop. */

interface Loaded {
  readonly run: (thread: number) => unknown
  readonly memory: WebAssembly.Memory
}

const { mailboxes, worker, port } = workerData as WorkerStart
const mailbox = new Mailbox(mailboxes, worker)
const programs = new Map<number, Loaded>()

const say = (message: FromWorker) => {
  port.postMessage(message)
}

function readMail(): void {
  let mail: { readonly message: ToWorker } | undefined
  while ((mail = receiveMessageOnPort(port) as typeof mail)) {
    const { message } = mail
    if (message.kind === 'load') load(message)
    else programs.delete(message.program)
  }
}

function load({ program, module, memory }: ToWorker & { kind: 'load' }): void {
  try {
    const { exports } = new WebAssembly.Instance(module, { env: { memory } })
    programs.set(program, { run: exports['run'], memory })
    say({ kind: 'loaded', program })
  } catch (error) {
    say({ kind: 'failed', program, reason: String(error) })
  }
}

function run(program: number): void {
  const loaded = programs.get(program)
  if (!loaded) return // forgotten: its last run needed no help
  const { run: enter, memory } = loaded
  try {
    enter(worker + 1)
  } catch (error) {
    say({ kind: 'failed', program, reason: String(error) }) // first: the caller reads it once it sees the poison
    poison(new Int32Array(memory.buffer))
  }
}

for (;;) {
  const order = mailbox.take()
  if (order === READ_MAIL) readMail()
  else run(order)
}
