import { tryBackend } from '@shared/engine/backendChoice'
import { createEngine } from '@shared/engine/service'
import { usualSettings, type BackendReport } from '@shared/rpc/protocol'
import type { Command } from 'commander'
import { offersFor } from '../backend'
import { hostFor } from '../host'
import { table } from '../table'
import type { Terminal } from '../terminal'

/** The engine stops at the first backend that works; the list says of the others whether they would have. */
async function tried(report: BackendReport): Promise<BackendReport> {
  if (report.chosen) return report
  const [offer] = offersFor(report.name)
  const attempt = await tryBackend(offer.load, usualSettings)
  if ('fault' in attempt) return { ...report, reason: attempt.fault }
  attempt.backend.dispose()
  return { ...report, available: true, reason: 'Works too, and is slower.' }
}

export function addBackends(program: Command, terminal: Terminal): void {
  program
    .command('backends')
    .description('list where flows can be trained on this machine, and which is taken')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const engine = createEngine(hostFor('.'), () => undefined)
      try {
        const reports: BackendReport[] = []
        // one after the other: those of TensorFlow.js share its state
        for (const report of await engine.call('backends', {})) reports.push(await tried(report))
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
