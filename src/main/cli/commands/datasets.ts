import { listDatasets } from '@shared/learn/data'
import type { Command } from 'commander'
import { hostFor } from '../host'
import { table } from '../table'
import type { Terminal } from '../terminal'

export function addDatasets(program: Command, terminal: Terminal): void {
  program
    .command('datasets')
    .description('list the built-in data sets')
    .option('--json', 'with sources, licences and settings, as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const datasets = await listDatasets((path) => hostFor('.').readResource(path))
      if (json) {
        terminal.out(JSON.stringify(datasets, null, 2) + '\n')
        return
      }
      const rows = datasets.map(({ name, dims, rows, summary }) => [
        name,
        String(dims),
        rows === null ? 'any' : String(rows),
        summary,
      ])
      terminal.out(table(['name', 'D', 'rows', 'what it is'], rows))
    })
}
