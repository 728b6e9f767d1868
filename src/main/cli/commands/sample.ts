import type { Command } from 'commander'
import { withModel } from '../model'
import { rowCount, seed } from '../options'
import { csv } from '../rows'
import type { Terminal } from '../terminal'

export function addSample(program: Command, terminal: Terminal): void {
  program
    .command('sample')
    .description('draw rows from a model, in natural units of the data')
    .argument('<model>', 'a trained model, JSON')
    .requiredOption('-n <rows>', 'how many rows', rowCount)
    .requiredOption('--out <file>', 'where to write them, CSV')
    .option('--seed <number>', 'the same seed draws the same rows', seed, 0)
    .option('--backend <name>', 'where to compute', 'reference')
    .action(async (path: string, options: { n: number; out: string; seed: number; backend: string }) => {
      await withModel(terminal, path, options.backend, async ({ file, inspector, theta, units }) => {
        const drawn = await inspector.sample(theta, options.n, options.seed)
        await terminal.write(options.out, csv(file.data.names, units.toNatural(drawn)))
      })
    })
}
