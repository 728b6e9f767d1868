import type { Feed, Values } from '@shared/tensor/backends/tensorflow/runner'

/** What a thread of TensorFlow is started with. */
export interface ThreadStart {
  /** The package's folder. */
  readonly module: string
}

/** Orders are carried out one after another. Those with an `id` are answered. */
export type ToThread =
  | { readonly kind: 'load'; readonly id: number; readonly model: Uint8Array }
  | {
      readonly kind: 'run'
      readonly id: number
      readonly session: number
      readonly feeds: readonly Feed[]
      readonly fetches: readonly string[]
    }
  | { readonly kind: 'forget'; readonly session: number }

export type FromThread =
  | { readonly kind: 'started'; readonly version: string; readonly gpu: boolean }
  | { readonly kind: 'loaded'; readonly id: number; readonly session: number }
  | { readonly kind: 'ran'; readonly id: number; readonly values: readonly Values[] }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
