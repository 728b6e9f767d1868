import { Command, CommanderError } from 'commander'
import { version } from '../paths'
import { addBackends } from './commands/backends'
import { addBench } from './commands/bench'
import { addBlocks } from './commands/blocks'
import { addData } from './commands/data'
import { addDatasets } from './commands/datasets'
import { addDiff } from './commands/diff'
import { addEvaluate } from './commands/evaluate'
import { addInspect } from './commands/inspect'
import { addLogprob } from './commands/logprob'
import { addRecipes } from './commands/recipes'
import { addReference } from './commands/reference'
import { addSample } from './commands/sample'
import { addServe } from './commands/serve'
import { addSetupTensorflow } from './commands/setupTensorflow'
import { addSweep } from './commands/sweep'
import { addTargets } from './commands/targets'
import { addTrain } from './commands/train'
import { addTransform } from './commands/transform'
import { addValidate } from './commands/validate'
import { explain } from './failure'
import type { Terminal } from './terminal'

/** Runs one command line, without the program's own name. Returns the exit status: 0, or 1 after one line on `err`. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('diffeo')
    .description('Normalizing flows: design, train, inspect. "diffeo COMMAND --help" says more.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: () => undefined })
  const commands = [
    addTrain,
    addSweep,
    addLogprob,
    addSample,
    addTransform,
    addInspect,
    addEvaluate,
    addReference,
    addValidate,
    addDiff,
    addData,
    addBlocks,
    addRecipes,
    addDatasets,
    addTargets,
    addBackends,
    addBench,
    addSetupTensorflow,
    addServe,
  ]
  for (const add of commands) add(program, terminal)
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0 // --help and --version
      const words = error.message.replace(/^error: /, '')
      terminal.err(`diffeo: ${words === '(outputHelp)' ? 'expected a command; see "diffeo --help"' : words}\n`)
      return 1
    }
    terminal.err(`diffeo: ${explain(error)}\n`)
    return 1
  }
}
