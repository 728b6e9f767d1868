import type { Backend } from '../../tensor/runtime/backend'
import { documentOf, type Configuration } from './configurations'
import { summary, time, type Timing, type Watch } from './stopwatch'
import { makeReady, rowsFor, step, type Subject } from './subject'

/** What was found out about a configuration. */
export interface Measured extends Timing {
  /** Entries of θ. */
  readonly parameters: number
  /** On which a training step runs. */
  readonly threads: number
  /** Floating-point operations of the matrix products of a training step, where that is what is timed. */
  readonly productFlops?: number
  /** Milliseconds of the first time of all, where that is a thing apart. */
  readonly firstMs?: number
}

/** Times one thing about a configuration on a backend. */
export type Measure = (configuration: Configuration, backend: Backend, watch: Watch) => Promise<Measured>

const facts = ({ flow, trainer }: Subject) => ({ parameters: flow.size, threads: trainer.threads })

/** One training step, its batch drawn and written, its loss read. */
export const trainStepTime: Measure = async (configuration, backend, watch) => {
  const document = documentOf(configuration)
  const subject = await makeReady(document, await rowsFor(document), backend)
  try {
    const productFlops = productFlopsOf(subject, configuration)
    return { ...(await time(watch, () => step(subject.trainer))), ...facts(subject), productFlops }
  } finally {
    await subject.dispose()
  }
}

/** A weight meets every row three times: forward, for its own gradient and for that of its input. */
const productFlopsOf = ({ flow }: Subject, { batch }: Configuration): number =>
  flow.parameters
    .filter(({ name }) => name.endsWith('.weight'))
    .reduce((sum, { size }) => sum + 3 * 2 * batch * size, 0)

const COMPILES = 5

/** From a document and its data to the end of the first training step. */
export const compileTime: Measure = async (configuration, backend, { now }) => {
  const document = documentOf(configuration)
  const data = await rowsFor(document)
  const times: number[] = []
  let found = { parameters: 0, threads: 1 }
  for (let i = 0; i < COMPILES; i++) {
    const before = now()
    const subject = await makeReady(document, data, backend)
    await step(subject.trainer)
    times.push(now() - before)
    found = facts(subject)
    await subject.dispose()
  }
  return { ...summary(times), ...found, firstMs: times[0] }
}

const SIDE = 256
/** Half the width of the grid, in standard deviations of the data. */
const HALF_WIDTH = 3

/** Log-densities on a 256×256 grid. */
export const densityGridTime: Measure = (configuration, backend, watch) =>
  withWeights(configuration, backend, watch, ({ inspector }, theta) => {
    const at = (i: number) => HALF_WIDTH * ((2 * i) / (SIDE - 1) - 1)
    const grid = new Float64Array(2 * SIDE * SIDE)
    for (let i = 0; i < SIDE * SIDE; i++) grid.set([at(i % SIDE), at(Math.floor(i / SIDE))], 2 * i)
    return () => inspector.logDensity(theta, grid)
  })

const DRAWS = 100_000

/** 100 000 draws from the model. */
export const sampleTime: Measure = (configuration, backend, watch) =>
  withWeights(
    configuration,
    backend,
    watch,
    ({ inspector }, theta) =>
      () =>
        inspector.sample(theta, DRAWS, 1),
  )

const STEPS_BEFORE = 50

/** Times a question about a flow that has begun to learn: at the start every block is the identity. */
async function withWeights(
  configuration: Configuration,
  backend: Backend,
  watch: Watch,
  question: (subject: Subject, theta: Float64Array) => () => Promise<unknown>,
): Promise<Measured> {
  const document = documentOf(configuration)
  const subject = await makeReady(document, await rowsFor(document), backend)
  try {
    for (let i = 0; i < STEPS_BEFORE; i++) await step(subject.trainer)
    const ask = question(subject, await subject.trainer.weights())
    return { ...(await time(watch, ask)), ...facts(subject) }
  } finally {
    await subject.dispose()
  }
}
