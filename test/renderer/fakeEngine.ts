import { useEngineStore } from '../../src/renderer/stores/engineStore'
import type { EngineClient } from '../../src/renderer/stores/run/calls'
import {
  nonePutBy,
  noRuns,
  usualSettings,
  type Attached,
  type EngineEvent,
  type HostEvent,
  type MetricsBatch,
  type Opened,
  type RunState,
  type RunStatus,
  type SnapshotList,
} from '@shared/rpc/protocol'

export interface RecordedCall {
  readonly target: 'engine' | 'host'
  readonly method: string
  readonly params: unknown
}

type Answer = (params: never) => unknown

export const noMetrics: MetricsBatch = {
  steps: new Float64Array(0),
  trainLoss: new Float64Array(0),
  gradientNorm: new Float64Array(0),
  validationSteps: new Float64Array(0),
  validationLoss: new Float64Array(0),
}

/** Metrics of consecutive steps from `first` on. */
export const metrics = (
  first: number,
  trainLoss: readonly number[],
  validation: readonly [number, number][] = [],
): MetricsBatch => ({
  steps: Float64Array.from(trainLoss, (_, i) => first + i),
  trainLoss: Float64Array.from(trainLoss),
  gradientNorm: Float64Array.from(trainLoss, () => 1),
  validationSteps: Float64Array.from(validation, ([step]) => step),
  validationLoss: Float64Array.from(validation, ([, nll]) => nll),
})

export const status = (state: RunState, step = 0, steps = 1000): RunStatus => ({
  state,
  step,
  steps,
  stepsPerSecond: 0,
  best: null,
  seed: 1,
})

/** An engine's answer for data in the given number of columns, each on [−1, 1]. */
export function openedWith(dims: number, rows = 4): Opened {
  const columns = Array.from({ length: dims }, (_, i) => ({
    name: `x${String(i + 1)}`,
    min: -1,
    max: 1,
    mean: 0,
    sd: 0.5,
  }))
  return {
    dims,
    data: {
      name: 'fake',
      columns,
      rows: { train: rows, validation: 0, test: 0 },
      entropy: null,
      units: { mean: columns.map(() => 0), scale: columns.map(() => 1) },
      preview: new Float32Array(rows * dims),
      context: { columns: [], preview: new Float32Array(0), offers: [] },
    },
    blocks: [],
    parameters: 12,
    backend: 'fake',
    precision: 'float32',
    threads: 1,
    compileMs: 1,
    leastLoss: null,
    warnings: [],
  }
}

/** The far end of the engine store's connection, driven by the test: answers by method, says events, goes away. */
export class FakeEngine implements EngineClient {
  readonly calls: RecordedCall[] = []
  readonly #answers = new Map<string, Answer>()
  readonly #listeners = new Set<(event: EngineEvent | HostEvent) => void>()
  #closed: (reason: string) => void = () => undefined

  constructor() {
    const attached: Attached = {
      document: null,
      opened: null,
      status: status({ kind: 'empty' }),
      history: noMetrics,
      settings: usualSettings,
      snapshots: { steps: [], bytes: 0, limit: 0 },
      runs: noRuns,
      putBy: nonePutBy,
      solvers: [],
      cores: 4,
    }
    this.answer('attach', () => attached)
    this.answer('turnTo', () => attached)
    this.answer('datasets', () => [])
    this.answer('backends', () => [])
    this.answer('blocks', () => [])
    this.answer('takeHanded', () => [])
  }

  /** How to answer a method from now on; methods without an answer get null. Throw to reject. */
  answer(method: string, answer: Answer): void {
    this.#answers.set(method, answer)
  }

  readonly call: EngineClient['call'] = async (target: 'engine' | 'host', method: string, params: unknown) => {
    this.calls.push({ target, method, params })
    await Promise.resolve()
    return (this.#answers.get(method)?.(params as never) ?? null) as never
  }

  readonly notify: EngineClient['notify'] = (target, method, params) => {
    this.calls.push({ target, method, params })
  }

  onEvent(listener: (event: EngineEvent | HostEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onClose(listener: (reason: string) => void): void {
    this.#closed = listener
  }

  emit(event: EngineEvent | HostEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Says which snapshots there are, and what the store knows of the run once more: it waits for that. */
  emitSnapshots(snapshots: SnapshotList): void {
    this.emit({ event: 'snapshots', snapshots })
    this.emit({ event: 'status', status: useEngineStore().status })
  }

  close(reason: string): void {
    this.#closed(reason)
  }

  /** Parameters of every call of one method, in order. */
  paramsOf(method: string): unknown[] {
    return this.calls.filter((call) => call.method === method).map((call) => call.params)
  }
}
