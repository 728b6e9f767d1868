import { basename, dirname, extname, join, resolve } from 'node:path'
import { metricsCsv } from '@shared/learn/exporters/metrics/csv'
import { metricsJsonLines } from '@shared/learn/exporters/metrics/jsonLines'
import type { MeasuredRun } from '@shared/learn/exporters/metrics/measurements'
import { metricsEvents } from '@shared/learn/exporters/metrics/tensorboard/events'
import { CommandFailure } from './failure'
import type { Terminal } from './terminal'

/** What a run's metrics will be written as, known before it begins. */
export type WriteMetrics = (run: MeasuredRun) => Promise<void>

/**
 * The format is in the name: a folder, which may be yet to be made where the name ends as one, or `tfevents` in the name of
 * a file without another ending that is known, asks for TensorBoard's.
 */
export async function metricsFile(terminal: Terminal, path: string): Promise<WriteMetrics> {
  const inFolder = /[/\\]$/.test(path) || (await terminal.kindOf(path)) === 'folder'
  const make = inFolder ? metricsEvents : makerFor(path)
  await demandPlace(terminal, inFolder ? resolve(path) : dirname(resolve(path)))
  return (run) => terminal.write(inFolder ? join(path, eventFileName(run)) : path, make(run))
}

/** A folder is there or can be made, as far as no file is in its way. */
async function demandPlace(terminal: Terminal, folder: string): Promise<void> {
  const kind = await terminal.kindOf(folder)
  if (kind === 'file')
    throw new CommandFailure(`--metrics: "${folder}" is a file, expected a folder. Choose another name.`)
  const above = dirname(folder)
  if (kind === null && above !== folder) await demandPlace(terminal, above)
}

function makerFor(path: string): (run: MeasuredRun) => string | Uint8Array {
  const ending = extname(path).toLowerCase()
  if (ending === '.jsonl') return metricsJsonLines
  if (ending === '.csv') return metricsCsv
  if (basename(path).includes('tfevents')) return metricsEvents
  throw new CommandFailure(
    `--metrics: "${path}" does not say the format. Expected a name that ends in .jsonl or .csv, or, for TensorBoard, ` +
      'a folder (ending in "/" where there is none yet) or a name with "tfevents".',
  )
}

/** TensorBoard looks for `tfevents` and takes files of a folder in order of their names, so that resumed runs go on there. */
const eventFileName = ({ began }: MeasuredRun): string =>
  `events.out.tfevents.${String(Math.floor(began / 1000)).padStart(10, '0')}.diffeo.${process.pid}`
