import { briefly } from '@shared/catalogue/citations'
import { targetEntries, type TargetEntry } from '@shared/catalogue/targets'
import { findEnergy } from '@shared/learn/data'
import type { Command } from 'commander'
import { table } from '../table'
import type { Terminal } from '../terminal'

/** ln Z and entropy in nats, at the default settings and usual dimensions; null where neither has a value. */
function constants({ type, dims }: TargetEntry): { logZ: number | null; entropy: number | null } {
  const found = findEnergy({ kind: 'energy', name: type, settings: {}, dims: dims.usual, samples: 10, seed: 1 })
  if (!found.ok) throw new Error(`internal: target "${type}": ${found.issues[0].message}`)
  const { logZ, entropy } = found.value
  return { logZ, entropy }
}

const number = (value: number | null): string => value?.toFixed(4) ?? 'unknown'

export function addTargets(program: Command, terminal: Terminal): void {
  program
    .command('targets')
    .description('list the targets given by an energy, with ln Z and entropy by quadrature')
    .option('--json', 'with formulas, sources and settings, as JSON')
    .action(({ json }: { json?: boolean }) => {
      const listed = targetEntries.map((entry) => ({ ...entry, ...constants(entry) }))
      if (json) {
        terminal.out(JSON.stringify(listed, null, 2) + '\n')
        return
      }
      const rows = listed.map(({ type, dims, logZ, entropy, summary, citation }) => [
        type,
        dims.from === dims.to ? String(dims.from) : `${dims.from} to ${dims.to}`,
        number(logZ),
        number(entropy),
        summary,
        citation ? briefly(citation) : '',
      ])
      terminal.out(table(['name', 'D', 'ln Z', 'entropy', 'what it is', 'source'], rows))
    })
}
