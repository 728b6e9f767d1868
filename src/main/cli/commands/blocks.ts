import { briefly } from '@shared/catalogue/citations'
import { bases, blocks, families } from '@shared/catalogue/registry'
import type { BlockEntry, Computation } from '@shared/catalogue/types'
import type { Command } from 'commander'
import { markdownTable, table } from '../table'
import type { Terminal } from '../terminal'

const cost = (direction: Computation): string =>
  direction.kind === 'analytic'
    ? direction.cost
    : direction.kind === 'iterative'
      ? `${direction.solver}: ${direction.cost}`
      : direction.kind === 'stochastic'
        ? `by chance: ${direction.cost}`
        : `none: ${direction.reason}`

const structure = ({ jacobian }: BlockEntry): string => `${jacobian.structure}${jacobian.constant ? ', constant' : ''}`

const row = (entry: BlockEntry): string[] => [
  entry.type,
  entry.label,
  entry.family,
  String(entry.citation.year),
  entry.citation.source,
  structure(entry),
  cost(entry.forward),
  cost(entry.inverse),
]

/** The tables of the README, family by family. */
export function blocksAsMarkdown(): string {
  const rows = families.flatMap(({ family, label }) =>
    blocks
      .filter((entry) => entry.family === family)
      .map((entry, i) => [
        i === 0 ? label : '',
        entry.label,
        `${briefly(entry.citation)}, ${entry.citation.source}`,
        structure(entry),
        cost(entry.forward),
        cost(entry.inverse),
      ]),
  )
  return (
    markdownTable(['family', 'block', 'paper', 'Jacobian', 'z → x (sampling)', 'x → z (density)'], rows) +
    '\n' +
    markdownTable(
      ['base', 'what it is'],
      bases.map(({ label, summary }) => [label, summary]),
    )
  )
}

export function addBlocks(program: Command, terminal: Terminal): void {
  program
    .command('blocks')
    .description('list the blocks and base distributions that a flow can be made of')
    .option('--json', 'everything the catalogue knows, as JSON')
    .option('--markdown', 'the tables of the README')
    .action(({ json, markdown }: { json?: boolean; markdown?: boolean }) => {
      if (json) return terminal.out(JSON.stringify({ blocks, bases }, null, 2) + '\n')
      if (markdown) return terminal.out(blocksAsMarkdown())
      const heads = ['type', 'name', 'family', 'year', 'paper', 'Jacobian', 'z → x (sampling)', 'x → z (density)']
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
