import type { FlowDocument } from '@shared/document/schema'
import type { AxisValue } from '@shared/document/sweep/plan'
import type { KeptRun, KeptSweep } from '@shared/rpc/protocol'
import { axisWords } from './axisOptions'

/** What each run of a sweep was given, by its id: "learning rate 0.003, width 16". */
export function sweepChoices(
  sweeps: readonly KeptSweep[],
  runs: ReadonlyMap<string, KeptRun>,
): ReadonlyMap<string, readonly string[]> {
  const choices = new Map<string, readonly string[]>()
  for (const { plan, runs: own } of sweeps) {
    const outline = own.map(({ run }) => runs.get(run)?.outline).find((one) => one !== undefined)
    if (outline === undefined) continue
    const written = plan.axes.map(({ path }) => choiceOf(outline, path))
    for (const { run, values } of own)
      choices.set(
        run,
        written.map((write, i) => write(values[i])),
      )
  }
  return choices
}

function choiceOf(outline: FlowDocument, path: string): (value: AxisValue) => string {
  const { label, word } = axisWords(outline, path)
  const short = label.slice(label.lastIndexOf(': ') + 1).trim()
  return (value) => `${short} ${word(value)}`
}
