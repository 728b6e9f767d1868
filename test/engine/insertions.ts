import { blocks } from '@shared/catalogue/registry'
import { newBlock } from '@shared/document/create'
import {
  groupBlocks,
  insertBlock,
  moveBlock,
  setBypassed,
  setFrozen,
  setGroup,
  setSetting,
} from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import { readCheckpoint } from '@shared/engine/checkpoint'
import { toySets } from '@shared/learn/data'
import type { TrainerState } from '@shared/learn/training/state'
import { Random } from '@shared/math/random'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { Backend } from '@shared/tensor/runtime/backend'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallDocument } from './documents'
import { fakeHost, listen, type Listened } from './fakeHost'

type Precision = 'float32' | 'float64'

const identities = blocks.filter(({ startsAsIdentity }) => startsAsIdentity)
const document = smallDocument({ steps: 10_000, ema: 0.9, validateEvery: 1000 }, ['spline-coupling', 'affine', 'lu-linear']) // prettier-ignore
const ROWS = 1000
/** The most that log p may change at any row, in nats: a few roundings of it in single precision. */
const MOST = 3e-6
const STEPS = 60

const wasm = (precision: Precision): Backend =>
  createWasmBackend({
    precision,
    features: detectFeatures(),
    pool: null,
    threads: 1,
    memoryLimit: 2 ** 30,
    now: () => performance.now(),
  })

/** Rows of the data that training never saw. */
const moons = toySets.find(({ name }) => name === 'two-moons')!
const usual = Object.fromEntries(moons.settings.map(({ key, default: value }) => [key, value]))
const points = Float64Array.from(moons.generate(ROWS, usual, new Random(11)))

const states = ({ said }: Listened) => {
  const read = readCheckpoint(said('checkpoint').at(-1)!.checkpoint)
  if (!read.ok) throw new Error(read.issues[0].message)
  return read.value.trainer
}
const edit = ({ engine }: Listened, next: FlowDocument, returns = false) =>
  engine.call('open', { document: next, edited: true, ...(returns && { returns }) })
const densities = async ({ engine }: Listened) => (await engine.call('probe', { points })).logDensity

/**
 * On compiled WebAssembly: blocks that begin as the identity, put into a trained stack, change no log p; and whatever edit is undone, the run is what it
 * was.
 */
export function testInsertions(precision: Precision): void {
  let listened: Listened
  let state: TrainerState
  let before: Float64Array
  beforeAll(async () => {
    listened = listen(fakeHost({ backends: [{ name: 'wasm', load: () => Promise.resolve(wasm(precision)) }], settings: { ...fakeHost().settings, precision } })) // prettier-ignore
    await listened.engine.call('open', { document })
    await listened.engine.call('step', { count: STEPS })
    await listened.until('paused')
    await listened.quiet()
    state = states(listened)
    before = await densities(listened)
  })
  afterAll(() => listened.engine.dispose())

  const train = async (count: number) => {
    await listened.engine.call('step', { count })
    await listened.until('training')
    await listened.until('paused')
    await listened.quiet()
  }

  it.each(identities.map(({ type }) => type))(
    '%s changes no log p, wherever it is put, and undo takes it back whole',
    async (type) => {
      for (const index of [0, 1, 3]) {
        await edit(listened, insertBlock(document, newBlock(type, 'fresh'), index))
        const after = await densities(listened)
        await edit(listened, document, true)
        await listened.quiet()
        expect(states(listened)).toEqual(state)
        expect(Math.max(...after.map((value, i) => Math.abs(value - before[i]))), `at ${index}`).toBeLessThan(MOST)
      }
    },
  )

  const grouped = groupBlocks(document, ['affine-2', 'lu-linear-3'], 'Step')
  it.each([
    ['an insertion', insertBlock(document, newBlock('planar', 'planar-1'), 2)],
    ['a bypass', setBypassed(document, 'affine-2', true)],
    ['a freeze', setFrozen(document, 'lu-linear-3', true)],
    ['a move', moveBlock(document, 'affine-2', 0)],
    ['another width', setSetting(document, 'spline-coupling-1', 'width', 24)],
    ['a group that is repeated', setGroup(grouped.document, grouped.id, { repeats: 3 })],
  ])('undo of %s brings back weights, moments, step and curves, and redo what was learnt after it', async (_, next) => {
    await edit(listened, next)
    await train(7)
    const after = states(listened)
    await edit(listened, document, true)
    await listened.quiet()
    expect(states(listened)).toEqual(state)
    await edit(listened, next, true)
    await listened.quiet()
    expect(states(listened)).toEqual(after)
    await edit(listened, document, true)
    await listened.quiet()
    expect(states(listened)).toEqual(state)
  })
}
