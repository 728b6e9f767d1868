import { weighDraws } from '@shared/learn/evaluation/importance'
import { prepareData } from '@shared/learn/data'
import { contextsOf, joinRows } from '@shared/flow/rows'
import { Random } from '@shared/math/random'
import type { Command } from 'commander'
import { CommandFailure, demand } from '../failure'
import { addGivenOption, givenValues, type GivenOptions } from '../given'
import { hostFor } from '../host'
import { withModel, type OpenModel } from '../model'
import { addMachineOptions, rowCount, seed, type MachineOptions } from '../options'
import { rowsCsv } from '@shared/learn/exporters/rowsCsv'
import { warnOfSolvers } from '../solvers'
import type { Terminal } from '../terminal'

interface SampleOptions extends MachineOptions, GivenOptions {
  readonly n: number
  readonly out: string
  readonly seed: number
  readonly weights?: boolean
}

export function addSample(program: Command, terminal: Terminal): void {
  const command = program
    .command('sample')
    .description('draw rows from a model, in natural units of the data')
    .argument('<model>', 'a trained model, JSON')
    .requiredOption('-n <rows>', 'how many rows', rowCount)
    .requiredOption('--out <file>', 'where to write them, CSV')
    .option(
      '--weights',
      'also ln w of each row under `log_weight`, w = p̃/q by the energy of its data: for means over the target',
    )
    .option('--seed <number>', 'the same seed draws the same rows', seed, 0)
  addGivenOption(command, "what rows of the model's own data have unless told")
  addMachineOptions(command, 'float64').action(async (path: string, options: SampleOptions) => {
    await withModel(terminal, path, options, async (model) => {
      const { file, flow, inspector, theta, units, context } = model
      const { n } = options
      if (options.weights) return terminal.write(options.out, await weighed(path, model, options))
      const given = await contextsFor(path, model, options)
      const contexts = context.rowsToFlow(given)
      const drawn = units.toNatural(await inspector.sample(theta, n, options.seed, contexts))
      const z = flow.sampleBase(theta, new Random(options.seed), n) // those that were carried
      await warnOfSolvers(terminal, model, 'forward', joinRows(flow, z, contexts))
      const names = [...file.data.names, ...context.columns.map(({ name }) => name)]
      const [dims, width] = [file.data.names.length, names.length]
      const rows = Float64Array.from({ length: n * width }, (_, at) => {
        const [row, column] = [Math.floor(at / width), at % width]
        return column < dims ? drawn[row * dims + column] : given[row * (width - dims) + column - dims]
      })
      await terminal.write(options.out, rowsCsv(names, rows, context.classes))
    })
  })
}

/** Draws with the logarithms of their weights as a last column, the same draws as without. */
async function weighed(path: string, { file, inspector, theta, units }: OpenModel, { n, seed: from }: SampleOptions) {
  if (!inspector.weighs)
    throw new CommandFailure(`${path}: its data has rows alone, --weights needs an energy. Leave it out.`)
  const { x, logWeights } = await weighDraws(inspector, theta, n, from)
  const { names } = file.data
  const drawn = units.toNatural(x)
  const width = names.length + 1
  const rows = Float64Array.from({ length: n * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width]
    return column < names.length ? drawn[row * names.length + column] : logWeights[row]
  })
  return rowsCsv([...names, 'log_weight'], rows)
}

/** The natural context of each draw, [n, columns]: the same for all, or of training rows drawn with putting back. */
async function contextsFor(
  path: string,
  { file, flow, context }: OpenModel,
  { n, seed: from, given }: SampleOptions,
): Promise<Float64Array> {
  const step = context.columns.length
  if (step === 0) {
    givenValues(given, []) // says so where something is given
    return new Float64Array(0)
  }
  const held = givenValues(given, context.columns)
  if (held) return Float64Array.from({ length: n * step }, (_, i) => held[i % step])
  const where = `${path}: its data says what draws are given, or --given`
  const { train } = demand(await prepareData(file.document.data, hostFor(path), file.data), where)
  const natural = context.rowsToNatural(contextsOf(flow, train))
  const random = new Random(from).fork('contexts')
  const rows = Array.from({ length: n }, () => random.integer(natural.length / step))
  return Float64Array.from({ length: n * step }, (_, i) => natural[rows[Math.floor(i / step)] * step + (i % step)])
}
