import { briefly } from '@shared/catalogue/citations'
import { bases, blockEntry, blocks, families } from '@shared/catalogue/registry'
import type { BlockEntry, Computation } from '@shared/catalogue/types'
import { didYouMean } from '@shared/document/read/words'
import type { Command } from 'commander'
import { CommandFailure } from '../failure'
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

/** What there is to know of one block, as on its page in the app. */
export function blockInWords(entry: BlockEntry): string {
  const { label, line, summary, use, citation } = entry
  const facts = [
    ['Jacobian', structure(entry)],
    ['z → x (sampling)', cost(entry.forward)],
    ['x → z (density)', cost(entry.inverse)],
    ['paper', `${citation.authors} (${citation.year}). ${citation.title}. ${citation.source}`],
  ]
  const settings = entry.settings.map(({ key, label: name, help }) => [key, name, help])
  return [
    `${label}: ${line}`,
    summary,
    `Take it: ${use.when}`,
    `Not: ${use.not}`,
    ...entry.notes,
    table(['of it', ''], facts),
    ...(settings.length > 0 ? [table(['setting', 'name', 'what it does'], settings)] : []),
  ].join('\n')
}

export function addBlocks(program: Command, terminal: Terminal): void {
  program
    .command('blocks')
    .argument('[type]', 'of one block all there is to know, such as planar')
    .description('list the blocks and base distributions that a flow can be made of')
    .option('--json', 'everything the catalogue knows, as JSON')
    .option('--markdown', 'the tables of the README')
    .action((type: string | undefined, { json, markdown }: { json?: boolean; markdown?: boolean }) => {
      if (type !== undefined) return describe(type, json === true, terminal)
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

function describe(type: string, json: boolean, terminal: Terminal): void {
  const entry = blockEntry(type)
  if (!entry)
    throw new CommandFailure(
      `There is no block "${type}". ${didYouMean(
        type,
        blocks.map((block) => block.type),
      )}`,
    )
  terminal.out(json ? JSON.stringify(entry, null, 2) + '\n' : blockInWords(entry))
}
