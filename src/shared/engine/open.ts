import { blockEntry, isStochastic } from '../catalogue/registry'
import { stackOf } from '../document/chain'
import type { Issue, Outcome } from '../document/issue'
import type { ModelFile } from '../document/model'
import type { FlowDocument } from '../document/schema'
import { leastLoss } from '../document/objective'
import { checkDocument, parseModel } from '../document/validate'
import { compileFlow } from '../flow/compile'
import type { Flow } from '../flow/flow'
import { prepareData, targetOf, type PreparedData, type TargetDensity, type TrainedOn } from '../learn/data'
import { readModel, type TrainedFlow } from '../learn/exporters/modelFile'
import type { JoinMarks } from '../learn/training/joins'
import type { TrainerState } from '../learn/training/state'
import { Trainer, type TrainerOptions } from '../learn/training/trainer'
import { TrainingRows } from '../learn/training/trainingRows'
import { Random } from '../math/random'
import type { DataSummary, Opened } from '../rpc/protocol'
import { summariseContext } from './contextSummary'
import type { EngineHost } from './host'
import type { Machine } from './machine'
import { compiledFor, inspectorsOf, summarise, type Session, type SessionData } from './session'

export interface Workshop {
  readonly host: EngineHost
  readonly machine: Machine
}

/** What a document is opened with, beside itself. */
export interface Given {
  /** Describes the data that a model's or checkpoint's parameters belong to: its units are kept. */
  readonly trainedOn?: TrainedOn
  /** Its data, where that was prepared before. */
  readonly data?: PreparedData
}

/** A document with all that is compiled for it, whose run is not begun. Whoever begins none disposes it. */
export interface Unbegun {
  readonly session: Omit<Session, 'theta'>
  readonly trainer: Trainer
  /** Draws rows [n, D + C] to set parameters by, in the flow's units; null of an objective without rows. */
  rows(): Float64Array | null
}

/** Loads a document's data, compiles its flow and makes a trainer, with fresh weights where no state is given. */
export async function openDocument(
  document: FlowDocument,
  workshop: Workshop,
  { from, ...given }: Given & { readonly from?: TrainerState } = {},
): Promise<Outcome<Session>> {
  const compiled = await compileDocument(document, workshop, { ...given, marks: () => from?.joined ?? {} })
  return compiled.ok ? { ok: true, value: await begin(compiled.value, from) } : compiled
}

/** Its run begins: with fresh weights where no state is given. */
export async function begin({ session, trainer }: Unbegun, from?: TrainerState): Promise<Session> {
  if (from) trainer.restore(from)
  else trainer.reset(session.document.training.seed)
  return { ...session, theta: await trainer.weights() }
}

/**
 * Loads a document's data, compiles its flow and makes a trainer. `marks` are those of the run that is to be begun. Others have
 * their turn where they may `breathe`.
 */
export async function compileDocument(
  document: FlowDocument,
  { host, machine }: Workshop,
  {
    trainedOn,
    data: ready,
    marks,
    breathe,
  }: Given & { readonly marks: (flow: Flow) => JoinMarks; readonly breathe?: () => Promise<void> },
): Promise<Outcome<Unbegun>> {
  const errors = checkDocument(document).filter(isError)
  if (errors.length > 0) return { ok: false, issues: errors }
  const prepared = ready ? { ok: true as const, value: ready } : await prepareData(document.data, host, trainedOn)
  if (!prepared.ok) return { ok: false, issues: atData(prepared.issues, document) }
  const data = prepared.value
  const { units, context } = data.rowUnits
  const started = host.now()
  const target = blamed(targetOf(document.data.source, units), document)
  const compiled = compile(document, data.dims, context.dims, target)
  if (!compiled.ok) return compiled
  const { flow, warnings } = compiled.value
  const inspectors = inspectorsOf(flow, machine, () => host.breathe(), target?.trace ?? null)
  const options: TrainerOptions = {
    flow,
    settings: document.training,
    data,
    units,
    backend: machine.backend,
    inspector: inspectors.inspector,
    aim: { objective: document.objective, target: target?.trace ?? null },
    now: () => host.now(),
    marks: marks(flow),
  }
  const trainer = await Trainer.compile(options, breathe)
  const chance = chanceIn(document)
  const opened = describe(flow, summarise(data, units), {
    ...compiledFor(machine, trainer),
    ...(chance !== undefined && { chance }),
    compileMs: host.now() - started,
    leastLoss: leastLoss(document.objective, data.entropy, target?.logZ ?? null),
    warnings: [...warnings, ...atData(data.warnings, document)],
  })
  const session = { document, data, flow, units, context, target, ...inspectors, trainer, opened }
  return { ok: true, value: { session, trainer, rows: () => initialRows(options) } }
}

/** A model's document with its parameters. Without its data it can be asked, but not trained. */
export async function openModel(file: ModelFile, workshop: Workshop): Promise<Outcome<Session>> {
  const checked = parseModel(file)
  if (!checked.ok) return checked
  const model = checked.value
  const trained = readModel(model)
  if (!trained.ok) return trained
  const { theta } = trained.value
  const session = await openDocument(model.document, workshop, { trainedOn: model.data })
  if (!session.ok) return { ok: true, value: withoutData(model, trained.value, session.issues, workshop) }
  if (typeof session.value.trainer !== 'string') session.value.trainer.adopt(theta, model.provenance.steps)
  return { ok: true, value: { ...session.value, theta } }
}

function withoutData(
  { document, data: { names, dims } }: ModelFile,
  { flow, theta, units, context }: TrainedFlow,
  issues: readonly Issue[],
  { host, machine }: Workshop,
): Session {
  const reason = issues.map(({ message }) => message).join(' ')
  const none = new Float32Array(0)
  const data: SessionData = {
    name: document.name,
    columns: names,
    dims,
    train: none,
    validation: none,
    test: none,
    entropy: null,
  }
  const columns = names.map((name, d) => {
    const [mean, sd] = [units.mean[d], units.scale[d]]
    return { name, min: mean - 3 * sd, max: mean + 3 * sd, mean, sd }
  })
  const rows = { train: 0, validation: 0, test: 0 }
  const own = { mean: [...units.mean], scale: [...units.scale] }
  const given = { columns: summariseContext(context.columns, none), preview: none, offers: [] }
  const summary = { name: data.name, columns, rows, entropy: null, units: own, preview: none, context: given }
  const warnings: Issue[] = [
    { severity: 'warning', node: null, path: 'data', message: `The model's data is not here: ${reason}` },
  ]
  const trainer = `This model cannot be trained on, since its data is not here: ${reason}`
  return {
    document,
    data,
    flow,
    units,
    context,
    target: null,
    ...inspectorsOf(flow, machine, () => host.breathe(), null),
    trainer,
    theta,
    opened: describe(flow, summary, { ...compiledFor(machine, trainer), compileMs: 0, leastLoss: null, warnings }),
  }
}

/** Those that a fresh run of the settings' seed would set its parameters by. */
function initialRows(options: TrainerOptions): Float64Array | null {
  const rows = new TrainingRows(options)
  return rows.taken ? rows.initial(new Random(options.settings.seed).fork('initial rows')) : null
}

/** What the first block of a stack is called that moves points by chance. */
function chanceIn(document: FlowDocument): string | undefined {
  const block = stackOf(document).bijectors.find(({ type }) => isStochastic(type))
  return block && blockEntry(block.type)!.label
}

/** Issues of the data, at their node. */
const atData = (issues: readonly Issue[], { graph }: FlowDocument): readonly Issue[] => {
  const data = graph.nodes.find(({ kind }) => kind === 'data')
  return issues.map((issue) => ({ ...issue, node: issue.node ?? data?.id ?? null }))
}

const isError = ({ severity }: Issue): boolean => severity === 'error'

/** The flow for D dimensions, and what is doubtful about the document now that D is known. */
function compile(
  document: FlowDocument,
  dims: number,
  contextDims: number,
  target: TargetDensity | null,
): Outcome<{ flow: Flow; warnings: readonly Issue[] }> {
  const issues = checkDocument(document, dims)
  const errors = issues.filter(isError)
  if (errors.length > 0) return { ok: false, issues: errors }
  const flow = compileFlow(document, dims, contextDims, target?.trace)
  return flow.ok ? { ok: true, value: { flow: flow.value, warnings: issues } } : flow
}

/** The target with its nodes marked as the data's, which is then named where one of them is not finite. */
function blamed(target: TargetDensity | null, { graph }: FlowDocument): TargetDensity | null {
  const data = graph.nodes.find(({ kind }) => kind === 'data')
  if (!target || !data) return target
  return { ...target, trace: (b, x) => b.within(data.id, () => target.trace(b, x)) }
}

function describe(
  flow: Flow,
  data: DataSummary,
  rest: Omit<Opened, 'dims' | 'data' | 'blocks' | 'parameters'>,
): Opened {
  const count = (node: string) =>
    flow.parameters.filter((place) => place.node === node).reduce((sum, { size }) => sum + size, 0)
  return {
    dims: flow.dims,
    data,
    blocks: [flow.base, ...flow.bijectors].map(({ id }) => ({ node: id, parameters: count(id) })),
    parameters: flow.size,
    ...rest,
  }
}
