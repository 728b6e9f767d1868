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
import { Random } from '@shared/math/random'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { Backend } from '@shared/tensor/runtime/backend'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallDocument } from './documents'
import { fakeHost, listen, type Listened } from './fakeHost'

/** Blocks that begin as the identity, put into a stack that is trained, on the machines that train in the app and in tests. */

const identities = blocks.filter(({ startsAsIdentity }) => startsAsIdentity)
const document = smallDocument({ steps: 10_000, ema: 0.9, validateEvery: 1000 }, ['spline-coupling', 'affine', 'lu-linear']) // prettier-ignore
const ROWS = 1000
const STEPS = 60

const wasm = (): Backend =>
  createWasmBackend({
    precision: 'float32',
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
 * Of |Δ log p|: the most anywhere, and the most at half of the rows. Single precision rounds the place that a block leaves as
 * it is, and where a trained spline beyond is steep that alone is worth some 10⁻⁵.
 */
const machines = [
  { name: 'wasm', load: wasm, precision: 'float32', places: [0, 1, 3], most: 1e-4, half: 1e-5 },
  { name: 'reference', load: createReferenceBackend, precision: 'float64', places: [1, 3], most: 1e-5, half: 1e-5 },
] as const

describe.each(machines)('on $name', ({ name, load, precision, places, most, half }) => {
  let listened: Listened
  beforeAll(async () => {
    listened = listen(fakeHost({ backends: [{ name, load: () => Promise.resolve(load()) }], settings: { ...fakeHost().settings, precision } })) // prettier-ignore
    await listened.engine.call('open', { document })
    await listened.engine.call('step', { count: STEPS })
    await listened.until('paused')
    await listened.quiet()
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
      const [state, before] = [states(listened), await densities(listened)]
      for (const index of places) {
        await edit(listened, insertBlock(document, newBlock(type, 'fresh'), index))
        const after = await densities(listened)
        await edit(listened, document, true)
        const undone = await densities(listened)
        await listened.quiet()
        expect([undone, states(listened)]).toEqual([before, state])
        const changes = after.map((value, i) => Math.abs(value - before[i])).sort()
        expect(changes[ROWS - 1], `at ${index}`).toBeLessThan(most)
        expect(changes[0.5 * ROWS], `of half, at ${index}`).toBeLessThan(half)
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
    const before = states(listened)
    await edit(listened, next)
    await train(7)
    const after = states(listened)
    await edit(listened, document, true)
    await listened.quiet()
    expect(states(listened)).toEqual(before)
    await edit(listened, next, true)
    await listened.quiet()
    expect(states(listened)).toEqual(after)
    await edit(listened, document, true)
    await listened.quiet()
    expect(states(listened)).toEqual(before)
  })
})
