import { differences } from '@shared/document/differences'
import type { FlowDocument } from '@shared/document/schema'
import { parseDocument, parseModel } from '@shared/document/validate'
import type { Command } from 'commander'
import { demand } from '../failure'
import type { Terminal } from '../terminal'
import { readText } from '../text'

export function addDiff(program: Command, terminal: Terminal): void {
  program
    .command('diff')
    .description('how one document differs from another: blocks, settings, data, objective and training')
    .argument('<before>', 'a .flow.json file, or a model, whose document is taken')
    .argument('<after>', 'another one')
    .option('--json', 'records that were added, removed and updated, as JSON')
    .action(async (before: string, after: string, { json }: { json?: boolean }) => {
      const { words, diff } = differences(await read(terminal, before), await read(terminal, after))
      if (json) terminal.out(`${JSON.stringify({ words, ...diff }, null, 2)}\n`)
      else terminal.out(words.length === 0 ? 'The two documents say the same.\n' : `${words.join('\n')}\n`)
    })
}

async function read(terminal: Terminal, path: string): Promise<FlowDocument> {
  const text = await readText(terminal, path)
  if (/"format"\s*:\s*"diffeo\/model"/.test(text.slice(0, 4096))) return demand(parseModel(text), path).document
  return demand(parseDocument(text), path)
}
