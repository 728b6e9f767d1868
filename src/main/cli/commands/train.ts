import { parseDocument } from '@shared/document/validate'
import { objectives } from '@shared/catalogue/objectives'
import { isJudgedByNll, newObjective, suitedTraining, type ObjectiveType } from '@shared/document/objective'
import type { DataSource, FlowDocument } from '@shared/document/schema'
import type { ModelFile } from '@shared/document/model'
import { sameTraining } from '@shared/document/trained'
import { createEngine, type Engine } from '@shared/engine/service'
import { loadRows } from '@shared/learn/data'
import type { EngineResults } from '@shared/rpc/protocol'
import { Option, type Command } from 'commander'
import { CommandFailure, demand, showIssues } from '../failure'
import { contextChoices } from '../given'
import { hostFor } from '../host'
import { metricsFile } from '../metricsFile'
import { readModelFile } from '../model'
import { addMachineOptions, finiteNumber, seed, wholeNumber, type MachineOptions } from '../options'
import { RunLog } from '../runLog'
import { sourceNamed } from '../source'
import type { Terminal } from '../terminal'
import { readText } from '../text'

interface TrainOptions extends MachineOptions {
  readonly out: string
  readonly data?: string
  readonly context?: string
  readonly steps?: number
  readonly seed?: number
  readonly metrics?: string
  readonly resume?: string
  readonly fresh?: boolean
  readonly untilNll?: number
  readonly objective?: ObjectiveType
}

export function addTrain(program: Command, terminal: Terminal): void {
  const command = program
    .command('train')
    .description('train the flow of a document and write the model')
    .argument('<document>', 'a .flow.json file')
    .requiredOption('--out <file>', 'where to write the model, JSON')
    .option('--data <name|file>', "train on this instead of the document's data: also a target, or 'energy: x^2 + y^4'")
    .option(
      '--context <columns>',
      'columns that x is given, for p(x | c): a,b:class,c:number, or none; the document says unless told',
    )
    .option('--fresh', 'draw new rows of a generator for every batch; its table still validates and tests')
    .option('--steps <number>', 'how many steps to train', wholeNumber(1, 10_000_000))
    .option(
      '--until-nll <nats>',
      "stop once the mean NLL of all validation rows, in the data's units, is this or less; looked at every " +
        '`validateEvery` steps of the document',
      finiteNumber,
    )
    .addOption(
      new Option('--objective <type>', 'what to minimise, at its usual settings').choices(
        objectives.map(({ type }) => type),
      ),
    )
    .option('--seed <number>', 'for weights and batches', seed)
    .option(
      '--metrics <file|folder>',
      'write every step and validation: .jsonl, one JSON object a line; .csv, a row a step; for TensorBoard a folder, or a ' +
        'name with "tfevents"',
    )
    .option(
      '--resume <model>',
      'go on from a model, whose blocks keep their weights by their ids in an edited stack too; --steps counts from there',
    )
    .addOption(
      new Option(
        '--on-device-loss <deed>',
        'when a device is lost or out of memory: go on from the last checkpoint on the next best backend, or stop, with a ' +
          'failure, having written what was trained until then',
      )
        .choices(['continue', 'stop'])
        .default('continue'),
    )
  addMachineOptions(command, 'float32').action(async (path: string, options: TrainOptions) => {
    await train(terminal, path, options)
  })
}

async function train(terminal: Terminal, path: string, options: TrainOptions): Promise<void> {
  const writeMetrics = options.metrics === undefined ? null : await metricsFile(terminal, options.metrics)
  const named = adjusted(demand(parseDocument(await readText(terminal, path)), path), options)
  const asked = await given(named, path, options)
  const start = options.resume === undefined ? null : await readModelFile(terminal, options.resume)
  const document = start === null ? asked : resumed(asked, start.provenance.steps, options)
  const run = new RunLog(terminal, writeMetrics !== null, document.objective)
  const engine = createEngine(hostFor(path, options), (event) => {
    run.hear(event)
  })
  try {
    const opened: EngineResults['open'] =
      start === null ? await engine.call('open', { document }) : await resume(engine, start, document)
    if (opened.carried?.text != null) terminal.err(`note: ${opened.carried.text}\n`)
    for (const { message } of opened.warnings) terminal.err(`warning: ${message}\n`)
    if (typeof options.threads === 'number' && options.threads !== opened.threads)
      terminal.err(`note: ${opened.backend} trains this on ${inThreads(opened.threads)}, not ${options.threads}.\n`)
    terminal.err(
      `Training ${opened.parameters} parameters on ${opened.backend}, ${opened.precision}, ${inThreads(opened.threads)}.\n`,
    )
    const { targetNll, validateEvery } = document.training
    if (targetNll !== null) {
      const rows = opened.data.rows.validation
      terminal.err(
        `Stops at a validation NLL of ${targetNll} or less (${rows} rows, looked at every ${validateEvery} steps).\n`,
      )
    }
    const began = Date.now()
    await engine.call('train', {})
    const state = await run.ended
    const stopped = run.stoppedBy
    if (stopped !== null) terminal.err(`${stopped}\n`)
    const writeCurves = () => writeMetrics?.({ document, began, curves: run.curves })
    if (state.kind === 'failed') {
      await writeCurves()
      throw new CommandFailure(showIssues([state.issue]))
    }
    if (targetNll !== null && !(state.kind === 'finished' && state.reason === 'target'))
      terminal.err(`note: the validation NLL did not reach ${targetNll}; more --steps may.\n`)
    const model = await engine.call('exportModel', {})
    await terminal.write(options.out, JSON.stringify(model) + '\n')
    await writeCurves() // after the model, which a full disk is not to cost
    const best = opened.leastLoss === null ? '' : `, best possible ${opened.leastLoss.toFixed(4)}`
    const { steps } = model.provenance
    const likelihood = isJudgedByNll(document.objective)
    if (likelihood && opened.chance === undefined) {
      const { testNll, validationNll } = model.metrics
      const held = testNll === null ? `validation NLL ${shown(validationNll)}` : `test NLL ${shown(testNll)}`
      terminal.out(`${options.out}: ${held}${best} (nats per row, ${steps} steps)\n`)
    } else
      terminal.out(
        `${options.out}: ${likelihood ? 'validation NLL at most' : run.name} ${shown(run.best)}${best} (nats, ${steps} steps)\n`,
      )
    if (stopped !== null)
      throw new CommandFailure(
        `Stopped at step ${steps} by the failure of its device. --resume ${options.out} goes on from there.`,
      )
  } finally {
    await engine.dispose()
  }
}

const inThreads = (count: number): string => (count === 1 ? 'one thread' : `${count} threads`)

const shown = (nats: number | null): string => nats?.toFixed(4) ?? 'not measured'

function adjusted(document: FlowDocument, options: TrainOptions): FlowDocument {
  const { training } = document
  const objective = options.objective === undefined ? document.objective : newObjective(options.objective)
  const source = options.data === undefined ? document.data.source : sourceNamed(options.data)
  return {
    ...document,
    data: { ...document.data, source: options.fresh === true ? freshened(source) : source },
    objective,
    training: {
      ...training,
      ...(options.objective !== undefined && suitedTraining(objective, training)),
      steps: options.steps ?? training.steps,
      seed: options.seed ?? training.seed,
      targetNll: options.untilNll ?? training.targetNll,
    },
  }
}

/** With the context columns that were asked for, where they were. */
async function given(document: FlowDocument, path: string, { context }: TrainOptions): Promise<FlowDocument> {
  if (context === undefined) return document
  const { data } = document
  const { offers } = demand(await loadRows(data.source, hostFor(path)), path)
  return { ...document, data: { ...data, context: contextChoices(context, offers) } }
}

function freshened(source: DataSource): DataSource {
  if (source.kind === 'toy') return { ...source, fresh: true }
  const name = source.kind === 'file' ? source.path : source.name
  throw new CommandFailure(`--fresh: only a generator has fresh rows, "${name}" has just its own. Leave --fresh out.`)
}

/**
 * Goes on from a model, in a document that may have another stack: blocks keep their weights by their ids where those fit,
 * and the others begin anew.
 */
async function resume(engine: Engine, model: ModelFile, document: FlowDocument): Promise<EngineResults['open']> {
  const before = { ...document, graph: model.document.graph }
  const opened = await engine.call('openModel', { model: { ...model, document: before } })
  return sameTraining(before, document) ? opened : engine.call('open', { document, edited: true })
}

/** A resumed run's steps are counted on from the model's. */
const resumed = (document: FlowDocument, taken: number, { steps }: TrainOptions): FlowDocument =>
  steps === undefined ? document : { ...document, training: { ...document.training, steps: taken + steps } }
