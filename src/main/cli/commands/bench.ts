import { chooseBackend } from '@shared/engine/backendChoice'
import { allMeasurements, kinds, type Kind, type Measurement } from '@shared/learn/bench/measurements'
import type { Measured } from '@shared/learn/bench/measures'
import { usualSettings, type EngineSettings } from '@shared/rpc/protocol'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { offersFor } from '../backend'
import { CommandFailure } from '../failure'
import { describeMachine, machineLine, peakMemory } from '../machine'
import { addMachineOptions, type MachineOptions } from '../options'
import { table } from '../table'
import type { Terminal } from '../terminal'

interface BenchOptions extends MachineOptions {
  readonly json?: boolean
  readonly only?: readonly string[]
  readonly kind?: readonly Kind[]
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

export function addBench(program: Command, terminal: Terminal): void {
  const command = program
    .command('bench')
    .description('time training steps, densities, samples and compilation on this machine')
    .option('--json', 'everything as JSON')
    .option('--only <name...>', 'models to time, by the names in the table')
    .addOption(new Option('--kind <kind...>', 'what to time').choices(kinds))
    .option('--seconds <number>', 'how long to time each', seconds, 1)
  addMachineOptions(command, usualSettings.precision).action(async (options: BenchOptions) => {
    await bench(terminal, options)
  })
}

async function bench(terminal: Terminal, options: BenchOptions): Promise<void> {
  const machine = describeMachine()
  const results: Timed[] = []
  for (const measurement of chosen(allMeasurements(machine.cores), options)) {
    terminal.err(`${measurement.kind} ${measurement.name}\n`)
    results.push(await measured(measurement, options))
  }
  const memory = { name: 'process', kind: 'peak-memory', mib: peakMemory() }
  if (options.json) {
    terminal.out(JSON.stringify({ results: [...results, memory], machine }, null, 2) + '\n')
    return
  }
  terminal.out(report(results))
  terminal.out(`\nPeak memory ${memory.mib.toFixed(0)} MiB on ${machineLine(machine)}.\n`)
}

function chosen(all: readonly Measurement[], { only, kind }: BenchOptions): readonly Measurement[] {
  const names = new Set(all.map(({ name }) => name))
  const unknown = only?.find((name) => !names.has(name))
  if (unknown !== undefined)
    throw new CommandFailure(`There is no benchmark "${unknown}". Choose from ${[...names].join(', ')}.`)
  return all.filter((each) => (only?.includes(each.name) ?? true) && (kind?.includes(each.kind) ?? true))
}

/** On a backend of its own, so that nothing is left over from the measurement before. */
async function measured(measurement: Measurement, options: BenchOptions): Promise<Timed> {
  const { name, kind, configuration, measure } = measurement
  const settings = {
    precision: options.precision ?? usualSettings.precision,
    threads: measurement.threads ?? options.threads ?? usualSettings.threads,
  }
  const { backend } = await chooseBackend(offersFor(options.backend), settings)
  try {
    const watch = { now: () => performance.now(), seconds: options.seconds }
    const figures = await measure(configuration, backend, watch)
    const { batch, dims, depth } = configuration
    return { name, kind, ...figures, backend: backend.name, precision: backend.precision, batch, dims, depth }
  } finally {
    backend.dispose()
  }
}

const report = (results: readonly Timed[]): string =>
  table(
    ['what', 'model', 'ms', '10–90 %', 'runs', 'threads', 'backend'],
    results.map(({ kind, name, ms, p10, p90, runs, threads, backend }) => [
      kind,
      name,
      shown(ms),
      `${shown(p10)}–${shown(p90)}`,
      String(runs),
      String(threads),
      backend,
    ]),
  )

const shown = (ms: number): string => ms.toPrecision(3)

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 3600))
    throw new InvalidArgumentError(`Expected a number above 0 and at most 3600, got "${text}".`)
  return value
}
