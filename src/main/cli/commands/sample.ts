import type { Command } from 'commander'
import { withModel } from '../model'
import { addMachineOptions, rowCount, seed, type MachineOptions } from '../options'
import { csv } from '../rows'
import type { Terminal } from '../terminal'

interface SampleOptions extends MachineOptions {
  readonly n: number
  readonly out: string
  readonly seed: number
}

export function addSample(program: Command, terminal: Terminal): void {
  const command = program
    .command('sample')
    .description('draw rows from a model, in natural units of the data')
    .argument('<model>', 'a trained model, JSON')
    .requiredOption('-n <rows>', 'how many rows', rowCount)
    .requiredOption('--out <file>', 'where to write them, CSV')
    .option('--seed <number>', 'the same seed draws the same rows', seed, 0)
  addMachineOptions(command, 'float64').action(async (path: string, options: SampleOptions) => {
    await withModel(terminal, path, options, async ({ file, inspector, theta, units }) => {
      const drawn = await inspector.sample(theta, options.n, options.seed)
      await terminal.write(options.out, csv(file.data.names, units.toNatural(drawn)))
    })
  })
}
