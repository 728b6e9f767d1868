import type { MessagePort } from 'node:worker_threads'

/** What a worker is started with. */
export interface WorkerStart {
  readonly mailboxes: SharedArrayBuffer
  /** Its place among the workers; it runs programs as the thread after this. */
  readonly worker: number
  readonly port: MessagePort
}

export type ToWorker =
  | {
      readonly kind: 'load'
      readonly program: number
      readonly module: WebAssembly.Module
      readonly memory: WebAssembly.Memory
    }
  | { readonly kind: 'forget'; readonly program: number }

export type FromWorker =
  | { readonly kind: 'loaded'; readonly program: number }
  | { readonly kind: 'failed'; readonly program: number; readonly reason: string }
