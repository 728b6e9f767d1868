import { parseDocument } from '@shared/document/validate'
import { energyColumns, findEnergy } from '@shared/learn/data'
import { nutsReference } from '@shared/learn/sampling/chains'
import { slopedTarget } from '@shared/learn/sampling/density'
import { Random } from '@shared/math/random'
import type { Command } from 'commander'
import { openBackend } from '../backend'
import { CommandFailure, demand } from '../failure'
import { addMachineOptions, rowCount, seed, wholeNumber, type MachineOptions } from '../options'
import { rowsCsv } from '@shared/learn/exporters/rowsCsv'
import { sourceNamed } from '../source'
import { table } from '../table'
import type { Terminal } from '../terminal'
import { readText } from '../text'

interface ReferenceOptions extends MachineOptions {
  readonly n: number
  readonly chains: number
  readonly warmup: number
  readonly seed: number
  readonly dims?: number
  readonly out?: string
  readonly json?: boolean
}

/** How far apart chains start, in natural units. */
const APART = 2
/** Chains that disagree by more than this are not to be trusted (Vehtari et al. 2021, arXiv:1903.08008). */
const MOST_R_HAT = 1.01

export function addReference(program: Command, terminal: Terminal): void {
  const command = program
    .command('reference')
    .description('draw from a target with an energy by Markov chains (NUTS), to hold a model against')
    .argument('<target|document>', 'a target by name, or a .flow.json file whose data has an energy')
    .option('-n <rows>', 'draws, of all chains together', rowCount, 4000)
    .option('--dims <number>', 'dimensions of a target that can have several', wholeNumber(1, 64))
    .option('--chains <number>', 'chains that start apart', wholeNumber(1, 64), 4)
    .option('--warmup <number>', 'transitions of each that are not kept', wholeNumber(20, 100_000), 500)
    .option('--seed <number>', 'for starts and chains', seed, 1)
    .option('--out <file>', 'where to write the draws, CSV, natural units')
    .option('--json', 'the diagnosis as JSON')
  addMachineOptions(command, 'float64').action(async (name: string, options: ReferenceOptions) => {
    await reference(terminal, name, options)
  })
}

async function reference(terminal: Terminal, name: string, options: ReferenceOptions): Promise<void> {
  const source = name.endsWith('.json')
    ? demand(parseDocument(await readText(terminal, name)), name).data.source
    : sourceNamed(name)
  if (source.kind !== 'energy')
    throw new CommandFailure(`${name}: has rows alone, expected an energy. "diffeo targets" lists some.`)
  const dims = options.dims ?? source.dims
  const { target } = demand(findEnergy({ ...source, dims }), name)
  const backend = await openBackend(options)
  const density = await slopedTarget(backend, dims, target.logDensity, options.chains)
  try {
    const random = new Random(options.seed)
    const starts = Float64Array.from({ length: options.chains * dims }, () => APART * random.normal())
    const draws = Math.ceil(options.n / options.chains)
    const run = await nutsReference(density, starts, { warmup: options.warmup, draws }, random)
    const names = energyColumns(dims)
    if (options.out !== undefined)
      await terminal.write(options.out, rowsCsv(names, run.draws.subarray(0, options.n * dims)))
    const worst = Math.max(...run.rHat)
    const { divergences } = run
    if (options.json === true) {
      const diagnosis = { rHat: [...run.rHat], effective: [...run.effective], divergences }
      terminal.out(JSON.stringify(diagnosis, null, 2) + '\n')
    } else {
      const lines = names.map((column, d) => [column, run.rHat[d].toFixed(4), run.effective[d].toFixed(0)])
      terminal.out(table(['coordinate', 'R̂', 'effective draws'], lines))
    }
    if (!(worst < MOST_R_HAT)) terminal.err(`note: R̂ is ${worst.toFixed(3)}, above ${MOST_R_HAT}: the chains disagree. Give more --warmup and draws, or expect modes that chains do not cross.\n`) // prettier-ignore
    if (divergences > 0) terminal.err(`note: ${divergences} transitions lost the energy: the target is steeper somewhere than a step is short.\n`) // prettier-ignore
  } finally {
    await density.dispose()
    backend.dispose()
  }
}
