import { joinRows } from '@shared/flow/rows'
import type { Command } from 'commander'
import { addGivenOption, givenValues, type GivenOptions } from '../given'
import { demandDensity, withModel } from '../model'
import { addMachineOptions, type MachineOptions } from '../options'
import { rowsCsv } from '@shared/learn/exporters/rowsCsv'
import { readRows } from '../rows'
import { warnOfSolvers } from '../solvers'
import type { Terminal } from '../terminal'

interface LogprobOptions extends MachineOptions, GivenOptions {
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
  addGivenOption(command, "each row's own columns of the file unless told")
  addMachineOptions(command, 'float64').action(async (path: string, options: LogprobOptions) => {
    await withModel(terminal, path, options, async (model) => {
      demandDensity(path, model, 'Draw weighted rows with sample --weights, or evaluate it.')
      const { file, flow, inspector, theta, units, context } = model
      const held = givenValues(options.given, context.columns)
      const { points, contexts } = await readRows(terminal, options.in, file.data.names, { context, held })
      const rows = joinRows(flow, units.toFlow(points), contexts)
      const inFlowUnits = await inspector.logDensity(theta, rows)
      await warnOfSolvers(terminal, model, 'inverse', rows)
      const natural = units.naturalDensity(inFlowUnits, rows, flow.width)
      await terminal.write(options.out, rowsCsv(['log_prob'], natural))
    })
  })
}
