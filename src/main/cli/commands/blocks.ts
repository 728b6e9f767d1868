import { bases, blocks } from '@shared/catalogue/registry'
import type { BlockEntry, Computation } from '@shared/catalogue/types'
import type { Command } from 'commander'
import { table } from '../table'
import type { Terminal } from '../terminal'

const cost = (direction: Computation): string =>
  direction.kind === 'analytic'
    ? direction.cost
    : direction.kind === 'iterative'
      ? `${direction.solver}: ${direction.cost}`
      : `none: ${direction.reason}`

const row = (entry: BlockEntry): string[] => [
  entry.type,
  entry.label,
  entry.family,
  String(entry.citation.year),
  `${entry.jacobian.structure}${entry.jacobian.constant ? ', constant' : ''}`,
  cost(entry.forward),
  cost(entry.inverse),
]

export function addBlocks(program: Command, terminal: Terminal): void {
  program
    .command('blocks')
    .description('list the blocks and base distributions that a flow can be made of')
    .option('--json', 'everything the catalogue knows, as JSON')
    .action(({ json }: { json?: boolean }) => {
      if (json) {
        terminal.out(JSON.stringify({ blocks, bases }, null, 2) + '\n')
        return
      }
      const heads = ['type', 'name', 'family', 'year', 'Jacobian', 'z → x (sampling)', 'x → z (density)']
      terminal.out(table(heads, blocks.map(row)))
      terminal.out(
        '\n' +
          table(
            ['base', 'name', 'what it is'],
            bases.map(({ type, label, summary }) => [type, label, summary]),
          ),
      )
    })
}
