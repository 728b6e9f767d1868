import type { Command } from 'commander'
import { withModel } from '../model'
import { addMachineOptions, type MachineOptions } from '../options'
import { csv, readPoints } from '../rows'
import type { Terminal } from '../terminal'

interface LogprobOptions extends MachineOptions {
  readonly in: string
  readonly out: string
}

export function addLogprob(program: Command, terminal: Terminal): void {
  const command = program
    .command('logprob')
    .description('log-density of each row of a file: nats, in natural units of the data')
    .argument('<model>', 'a trained model, JSON')
    .requiredOption('--in <file>', 'points, one a row (CSV, NPY or Parquet)')
    .requiredOption('--out <file>', 'where to write the log-densities, CSV')
  addMachineOptions(command, 'float64').action(async (path: string, options: LogprobOptions) => {
    await withModel(terminal, path, options, async ({ file, inspector, theta, units }) => {
      const points = await readPoints(terminal, options.in, file.data.names)
      const inFlowUnits = await inspector.logDensity(theta, units.toFlow(points))
      const natural = inFlowUnits.map((value) => value - units.logVolume)
      await terminal.write(options.out, csv(['log_prob'], natural))
    })
  })
}
