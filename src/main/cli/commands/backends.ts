import { createEngine } from '@shared/engine/service'
import type { BackendReport } from '@shared/rpc/protocol'
import type { Command } from 'commander'
import { openBackend } from '../backend'
import { hostFor } from '../host'
import { table } from '../table'
import type { Terminal } from '../terminal'

/** The engine stops at the first backend that works; the list says of the others whether they would have. */
async function tried(report: BackendReport): Promise<BackendReport> {
  if (report.chosen || report.available) return report
  try {
    const backend = await openBackend({ backend: report.name })
    backend.dispose()
    return { ...report, available: true, reason: 'Works too, and is slower.' }
  } catch {
    return report
  }
}

export function addBackends(program: Command, terminal: Terminal): void {
  program
    .command('backends')
    .description('list where flows can be trained on this machine, and which is taken')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const engine = createEngine(hostFor('.'), () => undefined)
      try {
        const reports = await Promise.all((await engine.call('backends', {})).map(tried))
        if (json) {
          terminal.out(JSON.stringify(reports, null, 2) + '\n')
          return
        }
        const rows = reports.map(({ name, available, chosen, reason }) => [
          chosen ? `${name} *` : name,
          available ? 'yes' : 'no',
          reason,
        ])
        terminal.out(table(['backend', 'runs here', 'why'], rows))
      } finally {
        await engine.dispose()
      }
    })
}
