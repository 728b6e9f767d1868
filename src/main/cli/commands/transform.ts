import { stackOf } from '@shared/document/chain'
import { joinRows } from '@shared/flow/rows'
import { Option, type Command } from 'commander'
import { addGivenOption, givenValues, type GivenOptions } from '../given'
import { withModel, type OpenModel } from '../model'
import { addMachineOptions, type MachineOptions } from '../options'
import { rowsCsv } from '@shared/learn/exporters/rowsCsv'
import { readRows } from '../rows'
import { warnOfSolvers } from '../solvers'
import type { Terminal } from '../terminal'

interface TransformOptions extends MachineOptions, GivenOptions {
  readonly direction: 'forward' | 'inverse'
  readonly in: string
  readonly out: string
  readonly layers?: string
}

export function addTransform(program: Command, terminal: Terminal): void {
  const command = program
    .command('transform')
    .description('carry points through a model: forward is z → x (sampling), inverse is x → z (density)')
    .argument('<model>', 'a trained model, JSON')
    .addOption(new Option('--direction <which>').choices(['forward', 'inverse']).makeOptionMandatory())
    .requiredOption('--in <file>', 'points, one a row: of z for forward, of the data for inverse')
    .requiredOption('--out <file>', 'where to write their images and log|det J|, CSV')
    .option('--layers <file>', 'also write the points after every block, CSV')
  addGivenOption(command, "each row's own columns of the file unless told")
  addMachineOptions(command, 'float64').action(async (path: string, options: TransformOptions) => {
    await withModel(terminal, path, options, (model) => transform(terminal, model, options))
  })
}

async function transform(terminal: Terminal, model: OpenModel, options: TransformOptions): Promise<void> {
  const { file, inspector, theta, units, flow, context } = model
  const forward = options.direction === 'forward'
  const latent = file.data.names.map((_, i) => `z${i + 1}`)
  const held = givenValues(options.given, context.columns)
  const names = forward ? latent : file.data.names
  const { points, contexts } = await readRows(terminal, options.in, names, { context, held })
  const start = joinRows(flow, forward ? points : units.toFlow(points), contexts)
  const { layers, logDet } = await inspector.path(theta, start, options.direction)
  await warnOfSolvers(terminal, model, options.direction, start)
  // preprocessing is the last map towards x and the first towards z
  const end = forward ? units.toNatural(layers[layers.length - 1]) : layers[layers.length - 1]
  const volumes = units.logVolumes(forward ? layers[layers.length - 1] : start, forward ? flow.dims : flow.width)
  const width = flow.dims + 1
  const images = new Float64Array(logDet.length * width)
  logDet.forEach((value, row) => {
    images.set(end.subarray(row * flow.dims, (row + 1) * flow.dims), row * width)
    images[row * width + flow.dims] = forward ? value + volumes[row] : value - volumes[row]
  })
  await terminal.write(options.out, rowsCsv([...(forward ? file.data.names : latent), 'log_det'], images))
  if (options.layers !== undefined) await terminal.write(options.layers, layersCsv(model, layers, options.direction))
}

/** One line per row and layer, in standardised units: `row, layer, block, u1 …`; layer 0 is before the first block. */
function layersCsv(model: OpenModel, layers: readonly Float64Array[], direction: 'forward' | 'inverse'): string {
  const { dims } = model.flow
  const ids = stackOf(model.file.document).bijectors.map(({ id }) => id)
  const met = ['', ...(direction === 'forward' ? ids : ids.reverse())]
  const heads = ['row', 'layer', 'block', ...Array.from({ length: dims }, (_, d) => `u${d + 1}`)]
  const lines = [heads.join(',')]
  for (let row = 0; row < layers[0].length / dims; row++)
    layers.forEach((points, layer) => {
      lines.push([row + 1, layer, met[layer], ...points.subarray(row * dims, (row + 1) * dims)].join(','))
    })
  return lines.join('\n') + '\n'
}
