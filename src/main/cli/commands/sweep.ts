import { join } from 'node:path'
import type { Command } from 'commander'
import { promotionOf, type RunResult } from '@shared/document/sweep/halving'
import type { SweepAxis, SweepPlan, SweepSearch } from '@shared/document/sweep/plan'
import { rank } from '@shared/document/sweep/ranking'
import { variantsOf, type Variant } from '@shared/document/sweep/variants'
import { parseDocument } from '@shared/document/validate'
import { readCheckpoint } from '@shared/engine/checkpoint'
import { valueOf } from '@shared/engine/outcome'
import { createEngine, type Engine } from '@shared/engine/service'
import type { EnrolledRun } from '@shared/rpc/protocol'
import { AXIS_FORM, axisOption, seedsOption } from '../axis'
import { demand } from '../failure'
import { hostFor } from '../host'
import { addMachineOptions, seed, wholeNumber, type MachineOptions } from '../options'
import { table } from '../table'
import type { Terminal } from '../terminal'
import { readText } from '../text'

interface SweepOptions extends MachineOptions {
  readonly axis: readonly SweepAxis[]
  readonly out: string
  readonly random?: number
  readonly halving?: number
  readonly eta: number
  readonly least?: number
  readonly searchSeed: number
  readonly seeds?: readonly number[]
  readonly steps?: number
}

export function addSweep(program: Command, terminal: Terminal): void {
  const draws = wholeNumber(1, 256)
  const command = program
    .command('sweep')
    .description('train variants of a document and rank them by their validation loss')
    .argument('<document>', 'a .flow.json file')
    .requiredOption('--axis <setting>', `what varies, as often as there are axes: ${AXIS_FORM}`, axisOption)
    .requiredOption('--out <folder>', 'where to write the models, and ranking.json')
    .option('--random <draws>', 'so many choices at random instead of all on a grid', draws)
    .option('--halving <draws>', 'so many choices at random, of which the best go on after --least steps', draws)
    .option('--eta <number>', 'of halving: one in so many goes on, for as many times the steps', wholeNumber(2, 10), 3)
    .option('--least <steps>', 'of halving; a ninth of the steps unless told', wholeNumber(1, 10_000_000))
    .option('--search-seed <number>', 'of what is drawn at random', seed, 0)
    .option(
      '--seeds <numbers>',
      "each choice is trained once with each: 1,2,3; the document's unless told",
      seedsOption,
    )
    .option('--steps <number>', 'how many steps to train', wholeNumber(1, 10_000_000))
  addMachineOptions(command, 'float32').action(async (path: string, options: SweepOptions) => {
    await sweep(terminal, path, options)
  })
}

/** A run as it was left. */
interface Left {
  readonly checkpoint: Uint8Array
  readonly result: RunResult
}

async function sweep(terminal: Terminal, path: string, options: SweepOptions): Promise<void> {
  const named = demand(parseDocument(await readText(terminal, path)), path)
  const document = { ...named, training: { ...named.training, steps: options.steps ?? named.training.steps } }
  const { steps, seed: own } = document.training
  const plan: SweepPlan = {
    axes: [...options.axis],
    search: searchOf(options, steps),
    seeds: [...(options.seeds ?? [own])],
  }
  const variants = demand(variantsOf(document, plan), path)
  const names = variants.map((_, i) => String(i + 1).padStart(3, '0'))
  const left = new Map<string, Left>()
  const resultOf = (run: string): RunResult => left.get(run)?.result ?? { run, step: 0, loss: null, over: false }

  const heard = new Map<string, (run: EnrolledRun) => void>()
  const engine = createEngine(hostFor(path, options), (event) => {
    if (event.event === 'enrolled') for (const run of event.runs) heard.get(run.entry)?.(run)
  })
  try {
    for (;;) {
      const next = promotionOf(plan, steps, names.map(resultOf))
      if (!next) break
      for (const name of next.runs) {
        const until = next.until < steps ? next.until : null
        left.set(
          name,
          await trainOne(engine, heard, { name, variant: variants[names.indexOf(name)], from: left.get(name), until }),
        )
        const { step, loss } = resultOf(name)
        terminal.err(`${name}: step ${step}, ${loss === null ? 'failed' : `validation loss ${loss.toFixed(4)}`}\n`)
      }
    }
    const ranked = rank(variants.map(({ point, values, seed: of }, i) => ({ run: names[i], point, values, seed: of, step: resultOf(names[i]).step, loss: resultOf(names[i]).loss }))) // prettier-ignore
    for (const name of names) {
      const model = await engine.library('modelOf', { checkpoint: left.get(name)!.checkpoint })
      await terminal.write(join(options.out, `${name}.model.json`), JSON.stringify(model) + '\n')
    }
    await terminal.write(join(options.out, 'ranking.json'), JSON.stringify({ plan, ranked }, null, 2) + '\n')
    const heads = ['rank', ...plan.axes.map((axis) => axis.path), 'loss', 'sd', 'steps', 'models']
    const rows = ranked.map(({ values, mean, sd, step, runs }, i) => [
      mean === null ? '–' : String(i + 1),
      ...values.map(String),
      mean?.toFixed(4) ?? '–',
      sd?.toFixed(4) ?? '–',
      String(step),
      runs.map(({ run }) => run).join(' '),
    ])
    terminal.out(table(heads, rows))
  } finally {
    await engine.dispose()
  }
}

function searchOf({ random, halving, eta, least, searchSeed }: SweepOptions, steps: number): SweepSearch {
  if (halving !== undefined)
    return {
      kind: 'halving',
      count: halving,
      seed: searchSeed,
      eta,
      least: least ?? Math.max(1, Math.round(steps / 9)),
    }
  return random === undefined ? { kind: 'grid' } : { kind: 'random', count: random, seed: searchSeed }
}

interface Task {
  readonly name: string
  readonly variant: Variant
  /** Where it goes on from. */
  readonly from: Left | undefined
  readonly until: number | null
}

async function trainOne(
  engine: Engine,
  heard: Map<string, (run: EnrolledRun) => void>,
  { name, variant, from, until }: Task,
): Promise<Left> {
  const rests = new Promise<void>((done) =>
    heard.set(name, ({ mark }) => {
      if (mark.state !== 'training') done()
    }),
  )
  const mark = { id: name, began: new Date().toISOString(), from: 0 }
  const start = from ? { checkpoint: from.checkpoint } : { document: variant.document }
  await engine.library('enrol', { entry: name, mark, from: start, until })
  await rests
  heard.delete(name)
  const { checkpoint } = (await engine.library('release', { entry: name, judge: false }))!
  const { trainer, run } = valueOf(readCheckpoint(checkpoint))
  const losses = [...trainer.history.validationLoss].filter(Number.isFinite)
  const failed = run?.state === 'failed'
  const loss = failed || losses.length === 0 ? null : losses.reduce((least, one) => Math.min(least, one))
  return { checkpoint, result: { run: name, step: trainer.step, loss, over: failed || run?.state === 'finished' } }
}
