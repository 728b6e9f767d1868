import type { Command } from 'commander'
import { withModel } from '../model'
import { csv, readPoints } from '../rows'
import type { Terminal } from '../terminal'

export function addLogprob(program: Command, terminal: Terminal): void {
  program
    .command('logprob')
    .description('log-density of each row of a file: nats, in natural units of the data')
    .argument('<model>', 'a trained model, JSON')
    .requiredOption('--in <file>', 'points, one a row (CSV, NPY or Parquet)')
    .requiredOption('--out <file>', 'where to write the log-densities, CSV')
    .option('--backend <name>', 'where to compute', 'reference')
    .action(async (path: string, options: { in: string; out: string; backend: string }) => {
      await withModel(terminal, path, options.backend, async ({ file, inspector, theta, units }) => {
        const points = await readPoints(terminal, options.in, file.data.names)
        const inFlowUnits = await inspector.logDensity(theta, units.toFlow(points))
        await terminal.write(
          options.out,
          csv(
            ['log_prob'],
            inFlowUnits.map((value) => value - units.logVolume),
          ),
        )
      })
    })
}
