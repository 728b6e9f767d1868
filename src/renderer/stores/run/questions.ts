import type { ShallowRef } from 'vue'
import type { ModelFile } from '@shared/document/model'
import type {
  At,
  EngineParams,
  EngineResults,
  Evaluation,
  MetricsFormat,
  Probe,
  Reference,
  RunDetail,
  Truth,
} from '@shared/rpc/protocol'
import type { Calls } from './calls'

/**
 * What is asked of the flow on the screen and of its runs, at the context `given`. Rejects with an Error in words for the
 * one who asked.
 */
export function flowQuestions(calls: Calls, given: Readonly<ShallowRef<readonly number[]>>) {
  /** As a question holds it: not at all where there is no context. */
  const atGiven = (): { given?: number[] } => (given.value.length > 0 ? { given: [...given.value] } : {})

  return {
    /** log p, z and logDet at [n, D] points in natural units, by the weights of now or of the past. */
    probe: (points: Float64Array<ArrayBuffer>, at?: At): Promise<Probe> =>
      calls.call('probe', { points, ...(at !== undefined && { at }), ...atGiven() }),
    /** log p of the data's own density on a grid, where it is known; of an earlier run's data where one is named. */
    truth: (bounds: EngineParams['truth']['bounds'], resolution: number, run?: number): Promise<Truth> =>
      calls.call('truth', { bounds, resolution, ...(run !== undefined && { run }), ...atGiven() }),
    /** Draws of the data's energy by Markov chains. */
    reference: (): Promise<Reference> => calls.call('reference', {}),
    /** Judges the weights of now by the test rows, and measures the blocks. */
    evaluate: (): Promise<Evaluation> => calls.call('evaluate', { costs: true }),
    exportModel: (): Promise<ModelFile> => calls.call('exportModel', {}),
    exportMetrics: async (format: MetricsFormat): Promise<EngineResults['exportMetrics']['content']> =>
      (await calls.call('exportMetrics', { format })).content,
    /** All that is needed to show an earlier run. */
    describeRun: (run: number): Promise<RunDetail> => calls.call('describeRun', { run }),
  }
}
