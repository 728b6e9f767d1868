import { exportMetrics } from '../metrics'
import { order, type EngineParts } from '../parts'
import type { EngineHandlers } from './handlers'

type RunHandlers = Pick<
  EngineHandlers,
  'train' | 'step' | 'pause' | 'stop' | 'reset' | 'exportMetrics' | 'describeRun' | 'holdRuns'
>

/** The buttons of the run that is shown, and the runs of its document that came before it. */
export function runHandlers(parts: EngineParts): RunHandlers {
  const { holding, host, work } = parts

  function start(count?: number): void {
    holding.runOrFail().start(count)
    work.beginTraining()
  }

  async function halt(): Promise<void> {
    const { run } = holding
    if (!run) return
    run.stop()
    await work.settled()
    run.settle()
  }

  async function reset(seed: number): Promise<void> {
    const run = holding.runOrFail()
    run.pause()
    await work.settled()
    await holding.leaveRun()
    await holding.keepRun()
    run.reset(seed)
    await work.checkpoints.begin(holding.sessionOrFail())
    await holding.beginRun()
    work.pictures.forget()
  }

  async function hold(runs: readonly number[]): Promise<void> {
    await work.settled()
    work.pictures.interrupt()
    await holding.runs.hold(runs)
  }

  return {
    train: () => order(parts, () => start()),
    step: ({ count }) => order(parts, () => start(count)),
    // at once, whatever is compiled meanwhile
    pause: () => {
      holding.run?.pause()
      return order(parts, () => holding.run?.pause())
    },
    stop: () => {
      holding.run?.pause()
      return order(parts, halt)
    },
    reset: ({ seed }) => order(parts, () => reset(seed)),
    exportMetrics: ({ format }) => ({
      content: exportMetrics(holding.sessionOrFail(), holding.describe().history, host, format),
    }),
    describeRun: ({ run }) => {
      const { document, opened, history } = holding.runs.findOrFail(run)
      return { document, opened, history }
    },
    holdRuns: ({ runs }) => order(parts, () => hold(runs)),
  }
}
