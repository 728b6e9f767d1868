import type { ModelFile } from '../document/model'
import { compileFlow } from '../flow/compile'
import { joinRows } from '../flow/rows'
import { ContextUnits } from '../learn/context'
import { targetOf } from '../learn/data'
import { Inspector } from '../learn/inspection/inspector'
import { Units } from '../learn/units'
import { Random } from '../math/random'
import type { ColumnPair, LibraryParams, StoredPicture, StoredPictures, TestScore } from '../rpc/protocol'
import { exportModel } from './answers'
import { readCheckpoint, type Checkpoint } from './checkpoint'
import { scoreOf } from './judging'
import { openDocument, type Workshop } from './open'
import { valueOf } from './outcome'
import { heldContext, rowsHeld } from './pictures/context'
import { nodes, product } from './pictures/grids'
import type { Subject } from './pictures/picture'
import { disposeSession, type Session } from './session'

/** Rows of a picture that are computed before others have their turn. */
const ROWS_A_TURN = 2048
const DRAWS = 2000
/** Standard deviations of the data that a picture shows to both sides of its mean. */
const REACH = 3.2

type Bounds = StoredPictures['bounds']

/** The model file of a run that is not held. */
export const modelOf = (bytes: Uint8Array, workshop: Workshop): Promise<ModelFile> =>
  opened(bytes, workshop, (session, { idle }) => {
    const report = workshop.machine.reports.find(({ name }) => name === session.opened.backend)
    return exportModel(session, workshop.host, report!, idle)
  })

/** What a run that is not held scores on its test rows. */
export const storedScore = (bytes: Uint8Array, workshop: Workshop): Promise<TestScore> =>
  opened(bytes, workshop, scoreOf)

async function opened<T>(
  bytes: Uint8Array,
  workshop: Workshop,
  ask: (session: Session, checkpoint: Checkpoint) => Promise<T>,
): Promise<T> {
  const checkpoint = valueOf(readCheckpoint(bytes))
  const { document, data, trainer } = checkpoint
  const session = valueOf(await openDocument(document, workshop, { trainedOn: data, from: trainer }))
  try {
    return await ask(session, checkpoint)
  } finally {
    await disposeSession(session)
  }
}

/** Pictures of runs that are not held, over the range that their data have together. */
export async function picturesOf(
  { checkpoints, resolution, columns: pair = [0, 1] }: LibraryParams['picturesOf'],
  workshop: Workshop,
): Promise<StoredPictures> {
  const runs = checkpoints.map((bytes) => storedRun(bytes, workshop))
  const drawn = runs.filter((run) => run instanceof StoredRun)
  const bounds = boundsOf(drawn, pair)
  try {
    const pictures: StoredPicture[] = []
    for (const run of runs) pictures.push(run instanceof StoredRun ? await run.draw(bounds, resolution, pair) : run)
    return { bounds, resolution, columns: columnsOf(drawn), pictures }
  } finally {
    for (const { inspector } of drawn) await inspector.dispose()
  }
}

function storedRun(bytes: Uint8Array, workshop: Workshop): StoredRun | StoredPicture {
  try {
    return new StoredRun(valueOf(readCheckpoint(bytes)), workshop)
  } catch (error) {
    return { kind: 'none', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** The columns that all runs have which are seen by two of them, as the first of those calls them. */
function columnsOf(runs: readonly StoredRun[]): readonly string[] | null {
  const wide = runs.filter(({ flow }) => flow.dims > 2)
  if (wide.length === 0) return null
  const count = Math.min(...wide.map(({ flow }) => flow.dims))
  const named = wide.find(({ columns }) => columns !== null)?.columns
  return Array.from({ length: count }, (_, d) => named?.[d] ?? `column ${d + 1}`)
}

function boundsOf(runs: readonly StoredRun[], pair: ColumnPair): Bounds {
  const along = (side: 0 | 1): readonly [number, number] => {
    const ranges = runs.flatMap(({ flow, units }) => {
      const d = flow.dims > 2 ? pair[side] : side
      return flow.dims > d ? [[units.mean[d], REACH * units.scale[d]]] : []
    })
    if (ranges.length === 0) return [0, 0]
    return [
      Math.min(...ranges.map(([mean, half]) => mean - half)),
      Math.max(...ranges.map(([mean, half]) => mean + half)),
    ]
  }
  return [...along(0), ...along(1)]
}

/** The flow of a checkpoint with its weights, without data or trainer. */
class StoredRun implements Pick<Subject, 'flow' | 'units' | 'context' | 'inspector'> {
  readonly units: Units
  readonly context: ContextUnits
  readonly flow: Subject['flow']
  readonly inspector: Inspector
  readonly columns: readonly string[] | null
  readonly #theta: Float64Array
  readonly #breathe: () => Promise<void>

  constructor({ document, data, trainer }: Checkpoint, { host, machine }: Workshop) {
    this.columns = data.columns ?? null
    this.units = new Units(data.dims, data.preprocessing)
    this.context = new ContextUnits(data.context ?? [])
    const target = targetOf(document.data.source, this.units)
    this.flow = valueOf(compileFlow(document, data.dims, this.context.dims, target?.trace))
    this.#breathe = () => host.breathe()
    this.inspector = new Inspector(this.flow, machine.viewer, this.#breathe, target?.trace ?? null)
    this.#theta = trainer.ema ?? trainer.theta
  }

  /** A density where that can be seen whole, draws otherwise, of more than two dimensions by two columns. */
  async draw(bounds: Bounds, resolution: number, pair: ColumnPair): Promise<StoredPicture> {
    const { dims, stochastic } = this.flow
    if (dims > 2) {
      const beyond = Math.max(...pair) + 1
      if (beyond > dims) return { kind: 'none', reason: `This run is of ${dims} columns: it has no column ${beyond}.` }
      return this.#samples(pair)
    }
    if (stochastic.length > 0) return this.#samples([0, 1])
    const [x0, x1, y0, y1] = bounds
    const places = product(
      dims === 1 ? [nodes(x0, x1, resolution)] : [nodes(x0, x1, resolution), nodes(y0, y1, resolution)],
    )
    const logDensity = new Float32Array(places.length / dims)
    const rows = rowsHeld(this, places, undefined)
    await this.#inTurns(rows, async (chunk, at) => {
      const found = await this.inspector.logDensity(this.#theta, chunk)
      logDensity.set(
        found.map((value) => value - this.units.logVolume),
        at,
      )
    })
    return { kind: 'density', dims: dims === 1 ? 1 : 2, logDensity }
  }

  async #samples([across, up]: ColumnPair): Promise<StoredPicture> {
    const { dims } = this.flow
    const z = this.flow.sampleBase(this.#theta, new Random(0), DRAWS)
    const points = new Float32Array(2 * DRAWS)
    await this.#inTurns(joinRows(this.flow, z, heldContext(this, undefined)) as Float64Array, async (chunk, at) => {
      const x = this.units.toNatural((await this.inspector.push(this.#theta, chunk)).x)
      for (let i = 0; i < x.length / dims; i++)
        points.set([x[i * dims + across], dims > up ? x[i * dims + up] : 0], 2 * (at + i))
    })
    return { kind: 'samples', points }
  }

  /** Rows [n, D + C], so many at a time; `at` counts rows. */
  async #inTurns(rows: Float64Array, deed: (chunk: Float64Array, at: number) => Promise<void>): Promise<void> {
    const width = this.flow.dims + this.flow.contextDims
    for (let at = 0; at * width < rows.length; at += ROWS_A_TURN) {
      await deed(rows.slice(at * width, (at + ROWS_A_TURN) * width), at)
      await this.#breathe()
    }
  }
}
