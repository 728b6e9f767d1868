import { createEngine } from '@shared/engine/service'
import type { BackendReport } from '@shared/rpc/protocol'
import type { Command } from 'commander'
import { hostFor } from '../host'
import { table } from '../table'
import type { Terminal } from '../terminal'

interface BackendsOptions {
  readonly json?: boolean
  readonly measure?: boolean
}

export function addBackends(program: Command, terminal: Terminal): void {
  program
    .command('backends')
    .description('list where flows can be trained on this machine, and which is taken')
    .option('--json', 'as JSON, with the devices')
    .option(
      '--measure',
      'time a small training step and a matrix product on each: about a second, and what it compiles',
    )
    .action(async ({ json = false, measure = false }: BackendsOptions) => {
      const engine = createEngine(hostFor('.'), () => undefined)
      try {
        const reports = await engine.call('backends', { tried: true, measured: measure })
        terminal.out(json ? JSON.stringify(reports, null, 2) + '\n' : tableOf(reports))
      } finally {
        await engine.dispose()
      }
    })
}

/** The measured columns only where something was. */
function tableOf(reports: readonly BackendReport[]): string {
  const first = reports.find(({ measured }) => measured)?.measured
  const rows = reports.map(({ name, available, chosen, reason, measured }) => [
    chosen ? `${name} *` : name,
    available ? 'yes' : 'no',
    ...(first ? [rate(measured?.stepsPerSecond), rate(measured?.gflops)] : []),
    reason,
  ])
  const columns = ['backend', 'runs here', ...(first ? ['steps/s', 'GFLOP/s'] : []), 'why']
  const notes = first ? `\nSteps of ${first.of}; products of matrices 4096×128 and 128×128.\n` : ''
  return table(columns, rows) + notes
}

const rate = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(value < 10 ? 2 : 0))
