import { extname } from 'node:path'
import type { Direction } from '@shared/learn/inspection/programs'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { CommandFailure } from '../failure'
import { addGivenOption, givenValues, type GivenOptions } from '../given'
import type { Bounds } from '../inspect/bounds'
import { inspectSamples } from '../inspect/draws'
import { inspectDensity, inspectDeterminant, inspectPaths, type Inspected, type PathOptions } from '../inspect/fields'
import type { Size } from '../inspect/frame'
import { encodePng } from '../inspect/png'
import { demandDensity, withModel, type OpenModel } from '../model'
import { addMachineOptions, seed, wholeNumber, type MachineOptions } from '../options'
import { readPoints } from '../rows'
import type { Terminal } from '../terminal'

interface InspectOptions extends MachineOptions, GivenOptions {
  readonly field: 'density' | 'logdet' | 'trajectory' | 'samples'
  readonly out: string
  readonly bounds?: Bounds
  readonly resolution: number
  readonly size?: Size
  readonly columns?: readonly string[]
  readonly block?: string
  readonly cumulative: boolean
  readonly direction: Direction
  readonly glyphs: number
  readonly points: number
  readonly seed: number
  readonly in?: string
}

export function addInspect(program: Command, terminal: Terminal): void {
  const command = program
    .command('inspect')
    .description(
      "draw a model's density, its Jacobian determinant, its samples or the paths of points, or write their numbers",
    )
    .argument('<model>', 'a trained model, JSON')
    .addOption(
      new Option('--field <which>', 'log p, log|det| (nats, of the standardised units), paths or draws')
        .choices(['density', 'logdet', 'trajectory', 'samples'])
        .makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'where to write: numbers as .json, a picture as .png or .svg')
    .option(
      '--bounds <x0,x1,y0,y1>',
      "in the data's units, also for z; where the model's draws lie unless told",
      fourNumbers,
    )
    .option('--resolution <number>', 'places along each axis, and pixels of a .png', wholeNumber(8, 2048), 256)
    .option(
      '--size <width,height>',
      'density and samples: pixels of a .png whose axes have the same scale where their ranges are alike',
      twoSides,
    )
    .option('--columns <a,b>', 'the two columns to show; the first two unless told', twoNames)
    .option('--block <id>', 'logdet: this block alone; the whole stack unless told')
    .option('--cumulative', 'logdet: all blocks up to and including --block', false)
    .addOption(
      new Option('--direction <which>', 'logdet and trajectory: forward is z → x')
        .choices(['forward', 'inverse'])
        .default('forward'),
    )
    .option(
      '--glyphs <number>',
      'logdet: places along each axis at which .json has the Jacobian',
      wholeNumber(0, 64),
      0,
    )
    .option('--points <number>', 'trajectory and samples: how many draws', wholeNumber(1, 20_000), 200)
    .option('--seed <number>', 'trajectory and samples: of the draws', seed, 0)
    .option('--in <file>', 'trajectory: points to follow instead, of z for forward, of the data for inverse')
  addGivenOption(command, 'the mean of every number and the first of every class unless told')
  addMachineOptions(command, 'float64').action(async (path: string, options: InspectOptions) => {
    const write = writerFor(options.out)
    await withModel(terminal, path, options, async (model) => {
      const inspected = await inspect(terminal, path, model, options)
      await terminal.write(options.out, write(inspected))
      if (inspected.remark !== null) terminal.err(`note: ${inspected.remark}.\n`)
    })
  })
}

const showPaths = 'Draw paths with --field trajectory.'

async function inspect(
  terminal: Terminal,
  path: string,
  model: OpenModel,
  options: InspectOptions,
): Promise<Inspected> {
  const { bounds, resolution, size } = options
  const given = givenValues(options.given, model.context.columns) ?? undefined
  if (options.field === 'samples') {
    const { points, seed } = options
    return inspectSamples(model, {
      bounds,
      resolution,
      size,
      axes: sampleAxes(model, options.columns),
      given,
      points,
      seed,
    })
  }
  const axes = axesOf(model, options.columns)
  switch (options.field) {
    case 'density':
      demandDensity(path, model, showPaths)
      return inspectDensity(model, { bounds, resolution, size, axes, given })
    case 'logdet':
      demandDensity(path, model, showPaths)
      return inspectDeterminant(model, { ...options, axes, given })
    case 'trajectory':
      return inspectPaths(model, { bounds, resolution, axes, given, points: await pointsFor(terminal, model, options) })
    default:
      return options.field satisfies never
  }
}

async function pointsFor(
  terminal: Terminal,
  { file, units }: OpenModel,
  options: InspectOptions,
): Promise<PathOptions['points']> {
  const { direction, points: count, seed } = options
  const { names } = file.data
  const forward = direction === 'forward'
  if (options.in !== undefined) {
    const given = await readPoints(terminal, options.in, forward ? names.map((_, i) => `z${i + 1}`) : names)
    return { from: 'given', direction, rows: Float32Array.from(forward ? units.fromFrame(given) : given) }
  }
  if (!forward) throw new CommandFailure('--direction inverse: which points? Give a file of them with --in.')
  return { from: 'base', count, seed }
}

function axesOf({ file: { data } }: OpenModel, columns?: readonly string[]): readonly [number, number] {
  if (!columns) {
    if (data.names.length < 2) throw new CommandFailure('The model has one column; these pictures need two.')
    return [0, 1]
  }
  const [first, second] = columns.map((name) => {
    const at = data.names.indexOf(name)
    if (at < 0)
      throw new CommandFailure(`--columns: there is no column "${name}"; expected two of ${data.names.join(', ')}.`)
    return at
  })
  if (first === second) throw new CommandFailure(`--columns: "${columns[0]}" is named twice; expected two columns.`)
  return [first, second]
}

/** Draws of one column have a histogram. */
const sampleAxes = (model: OpenModel, columns?: readonly string[]): readonly number[] =>
  model.file.data.names.length === 1 && !columns ? [0] : axesOf(model, columns)

/** By the file's extension. */
function writerFor(out: string): (inspected: Inspected) => string | Uint8Array {
  switch (extname(out).toLowerCase()) {
    case '.json':
      return ({ numbers }) => JSON.stringify(numbers) + '\n'
    case '.png':
      return ({ image }) => encodePng(image())
    case '.svg':
      return ({ svg }) => svg()
    default:
      throw new CommandFailure(`--out ${out}: expected a name that ends in .json, .png or .svg.`)
  }
}

function fourNumbers(text: string): Bounds {
  const values = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  const [x0, x1, y0, y1] = values
  if (values.length !== 4 || !values.every(Number.isFinite) || x0 >= x1 || y0 >= y1)
    throw new InvalidArgumentError(`Expected four numbers x0,x1,y0,y1 with x0 < x1 and y0 < y1, got "${text}".`)
  return [x0, x1, y0, y1]
}

function twoNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.length !== 2) throw new InvalidArgumentError(`Expected two columns a,b, got "${text}".`)
  return names
}

function twoSides(text: string): Size {
  const [width, height] = text.split(',').map(Number)
  if (!/^\d+,\d+$/.test(text) || Math.min(width, height) < 8 || Math.max(width, height) > 2048)
    throw new InvalidArgumentError(`Expected width,height in pixels, each from 8 to 2048, got "${text}".`)
  return [width, height]
}
