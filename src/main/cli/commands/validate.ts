import type { FlowDocument } from '@shared/document/schema'
import { checkDocument, parseDocument } from '@shared/document/validate'
import { compileFlow } from '@shared/flow/compile'
import { prepareData, targetOf } from '@shared/learn/data'
import type { Command } from 'commander'
import { CommandFailure, demand } from '../failure'
import { hostFor } from '../host'
import type { Terminal } from '../terminal'
import { readText } from '../text'

export function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check a document: its form, its graph, its data and whether its blocks fit them')
    .argument('<document>', 'a .flow.json file')
    .action(async (path: string) => {
      const document = demand(parseDocument(await readText(terminal, path)), path)
      const data = demand(await prepareData(document.data, hostFor(path)), path)
      const issues = checkDocument(document, data.dims)
      for (const { severity, message } of [...issues, ...data.warnings])
        terminal.err(`${path}: ${severity}: ${message}\n`)
      const errors = issues.filter(({ severity }) => severity === 'error')
      if (errors.length > 0)
        throw new CommandFailure(`${path}: ${errors.length === 1 ? '1 error' : `${errors.length} errors`}.`)
      const { units, context } = data.rowUnits
      const target = targetOf(document.data.source, units)
      const flow = demand(compileFlow(document, data.dims, context.dims, target?.trace), path)
      terminal.out(
        `${path}: valid. ${flow.bijectors.length} blocks, ${flow.size} parameters, ${data.dims} dimensions, ` +
          `${data.train.length / data.dims} training rows${annotations(document)}.\n`,
      )
    })
}

/** ", 2 notes, 1 frame"; nothing where there are none. */
function annotations({ notes = [], frames = [] }: FlowDocument): string {
  const counted = (length: number, word: string) =>
    length === 0 ? '' : `, ${String(length)} ${word}${length === 1 ? '' : 's'}`
  return `${counted(notes.length, 'note')}${counted(frames.length, 'frame')}`
}
