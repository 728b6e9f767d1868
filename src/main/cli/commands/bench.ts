import { chooseBackend } from '@shared/engine/backendChoice'
import { allMeasurements, kinds, threadCounts, type Kind, type Measurement } from '@shared/learn/bench/measurements'
import type { Measured } from '@shared/learn/bench/measures'
import type { Watch } from '@shared/learn/bench/stopwatch'
import { usualSettings, type EngineSettings } from '@shared/rpc/protocol'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { offersFor } from '../backend'
import { CommandFailure } from '../failure'
import { describeMachine, machineLine, peakMemory } from '../machine'
import { addMachineOptions, type MachineOptions } from '../options'
import { table } from '../table'
import type { Terminal } from '../terminal'
import { timeProducts, timeYardstick, type ProductTiming, type YardstickTiming } from '../yardstick'

/** What is timed by itself, not of a model. */
const kernelKinds = ['yardstick', 'product'] as const
type AnyKind = Kind | (typeof kernelKinds)[number]

interface BenchOptions extends MachineOptions {
  readonly json?: boolean
  readonly only?: readonly string[]
  readonly kind?: readonly AnyKind[]
  readonly seconds: number
}

/** A measurement's figures; times in milliseconds. */
interface Timed extends Measured {
  readonly name: string
  readonly kind: Kind
  readonly backend: string
  readonly precision: EngineSettings['precision']
  readonly batch: number
  readonly dims: number
  readonly depth: number
}

const yardstickName = 'product-512x64x64'
const productName = 'product-64x64x64'

export function addBench(program: Command, terminal: Terminal): void {
  const command = program
    .command('bench')
    .description('time training steps, densities, samples and compilation on this machine')
    .option('--json', 'everything as JSON')
    .option('--only <name...>', 'models to time, by the names in the table')
    .addOption(new Option('--kind <kind...>', 'what to time').choices([...kinds, ...kernelKinds]))
    .option('--seconds <number>', 'how long to time each', seconds, 1)
  addMachineOptions(command, usualSettings.precision).action(async (options: BenchOptions) => {
    await bench(terminal, options)
  })
}

async function bench(terminal: Terminal, options: BenchOptions): Promise<void> {
  const machine = describeMachine()
  const measurements = chosen(allMeasurements(machine.cores), options)
  const watch = { now: () => performance.now(), seconds: options.seconds }
  const results: Timed[] = []
  for (const measurement of measurements) {
    terminal.err(`${measurement.kind} ${measurement.name}\n`)
    results.push(await measured(measurement, options, watch))
  }
  // after the backends, which may turn on what the machine has
  const precision = options.precision ?? usualSettings.precision
  const yardsticks: YardstickTiming[] = []
  for (const threads of wanted('yardstick', yardstickName, options) ? threadCounts(machine.cores) : []) {
    const timing = await timeYardstick(precision, threads, watch)
    if (timing) yardsticks.push(timing)
  }
  const products = wanted('product', productName, options) ? timeProducts(precision, watch) : []
  const memory = peakMemory()
  if (options.json) {
    const others = [
      ...yardsticks.map((yardstick) => ({ name: yardstickName, kind: 'yardstick', ...yardstick, precision })),
      ...products.map((product) => ({ name: productName, kind: 'product', ...product, threads: 1, precision })),
      { name: 'process', kind: 'peak-memory', mib: memory },
    ]
    terminal.out(JSON.stringify({ results: [...results, ...others], machine }, null, 2) + '\n')
    return
  }
  terminal.out(report(results, yardsticks, products))
  terminal.out(`\nPeak memory ${memory.toFixed(0)} MiB on ${machineLine(machine)}.\n`)
}

const wanted = (kind: AnyKind, name: string, options: BenchOptions): boolean =>
  (options.only?.includes(name) ?? true) && (options.kind?.includes(kind) ?? true)

function chosen(all: readonly Measurement[], options: BenchOptions): readonly Measurement[] {
  const names = new Set([...all.map(({ name }) => name), yardstickName, productName])
  const unknown = options.only?.find((name) => !names.has(name))
  if (unknown !== undefined)
    throw new CommandFailure(`There is no benchmark "${unknown}". Choose from ${[...names].join(', ')}.`)
  return all.filter(({ kind, name }) => wanted(kind, name, options))
}

/** On a backend of its own, so that nothing is left over from the measurement before. */
async function measured(measurement: Measurement, options: BenchOptions, watch: Watch): Promise<Timed> {
  const { name, kind, configuration, measure } = measurement
  const { backend } = await chooseBackend(offersFor(options.backend), {
    precision: options.precision ?? usualSettings.precision,
    threads: measurement.threads ?? options.threads ?? usualSettings.threads,
  })
  try {
    const figures = await measure(configuration, backend, watch)
    const { batch, dims, depth } = configuration
    return { name, kind, ...figures, backend: backend.name, precision: backend.precision, batch, dims, depth }
  } finally {
    backend.dispose()
  }
}

/** The rate is of matrix products alone, as if a step had nothing else to do. */
function report(
  results: readonly Timed[],
  yardsticks: readonly YardstickTiming[],
  products: readonly ProductTiming[],
): string {
  const rows = results.map(({ kind, name, ms, p10, p90, runs, threads, backend, productFlops }) => [
    kind,
    name,
    digits(ms),
    `${digits(p10)}–${digits(p90)}`,
    String(runs),
    productFlops ? digits(productFlops / ms / 1e6) : '',
    String(threads),
    backend,
  ])
  for (const { ms, p10, p90, runs, threads, gflops, tile } of yardsticks) {
    const times = [digits(ms), `${digits(p10)}–${digits(p90)}`, String(runs)]
    rows.push(['yardstick', yardstickName, ...times, digits(gflops), String(threads), `plain kernel, ${tile}`])
  }
  for (const { ms, p10, p90, runs, gflops, form, ofYardstick } of products) {
    const times = [digits(ms), `${digits(p10)}–${digits(p90)}`, String(runs)]
    const share = `${form}, ${(100 * ofYardstick).toFixed(0)} % of the plain kernel`
    rows.push(['product', productName, ...times, digits(gflops), '1', share])
  }
  return table(['what', 'model', 'ms', '10–90 %', 'runs', 'GFLOP/s', 'threads', 'backend'], rows)
}

/** Three significant digits, never an exponent. */
const digits = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3))

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 3600))
    throw new InvalidArgumentError(`Expected a number above 0 and at most 3600, got "${text}".`)
  return value
}
