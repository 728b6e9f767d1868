import { metricsCsv } from '../learn/exporters/metrics/csv'
import { metricsJsonLines } from '../learn/exporters/metrics/jsonLines'
import type { MeasuredRun } from '../learn/exporters/metrics/measurements'
import { metricsEvents } from '../learn/exporters/metrics/tensorboard/events'
import type { MetricsBatch, MetricsFormat } from '../rpc/protocol'
import { RpcFailure } from '../rpc/failure'
import type { EngineHost } from './host'
import type { Session } from './session'

const written: Readonly<Record<MetricsFormat, (run: MeasuredRun) => string | Uint8Array<ArrayBuffer>>> = {
  csv: metricsCsv,
  jsonl: metricsJsonLines,
  tfevents: metricsEvents,
}

/**
 * The run's curves as a file. When a run began is noted nowhere: its steps are dated as if it had been trained without a
 * pause until now. Throws `RpcFailure` where nothing was trained yet.
 */
export function exportMetrics(
  { document }: Pick<Session, 'document'>,
  history: MetricsBatch | null,
  host: Pick<EngineHost, 'date'>,
  format: MetricsFormat,
): string | Uint8Array<ArrayBuffer> {
  if (history === null) throw new RpcFailure('There are no curves yet: train the flow first.')
  const trained = history.seconds?.findLast((seconds) => !Number.isNaN(seconds)) ?? 0
  return written[format]({ document, began: Date.parse(host.date()) - 1000 * trained, curves: [history] })
}
