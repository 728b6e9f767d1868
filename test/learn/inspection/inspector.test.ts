import { describe, expect, it } from 'vitest'
import { diagonalNormal } from '@shared/flow/bases/diagonalNormal'
import { Flow } from '@shared/flow/flow'
import { Inspector } from '@shared/learn/inspection/inspector'
import { padTheta } from '@shared/learn/theta'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Program } from '@shared/tensor/ir/program'
import type { Backend } from '@shared/tensor/runtime/backend'
import { affineBlock, tinyFlow } from '../tinyFlow'

const flow = tinyFlow(2, [
  { id: 'first', of: affineBlock(2) },
  { id: 'second', of: affineBlock(2) },
])
const theta = padTheta(flow, [0.1, -0.2, 0.5, 0, 0.3, 0, -1, 2])
const rows = (count: number) => Float64Array.from({ length: 2 * count }, (_, i) => Math.sin(i))

/** A backend that knows how many programs it was given. */
function counted(): { readonly backend: Backend; readonly prepared: () => number } {
  const reference = createReferenceBackend()
  let prepared = 0
  const prepare = (program: Program) => {
    prepared++
    return reference.prepare(program)
  }
  return { backend: { ...reference, prepare }, prepared: () => prepared }
}

describe('the inspector', () => {
  it('answers for each row the same, however many are asked about', async () => {
    const inspector = new Inspector(flow, createReferenceBackend())
    const all = await inspector.logDensity(theta, rows(2500))
    expect(all).toHaveLength(2500)
    for (const count of [1, 31, 33, 1024, 1025]) {
      expect(await inspector.logDensity(theta, rows(count))).toEqual(all.slice(0, count))
    }
    expect(await inspector.logDensity(theta, rows(0))).toHaveLength(0)
  })

  it('keeps apart questions that overlap', async () => {
    const inspector = new Inspector(flow, createReferenceBackend())
    const other = theta.map((value) => value + 1)
    const alone = [await inspector.logDensity(theta, rows(40)), await inspector.logDensity(other, rows(50))]
    const together = await Promise.all([inspector.logDensity(theta, rows(40)), inspector.logDensity(other, rows(50))])
    expect(together).toEqual(alone)
  })

  it('makes ready, one at a time, what views ask for, and then all is there', async () => {
    const { backend, prepared } = counted()
    const inspector = new Inspector(flow, backend)
    await inspector.logDensity(theta, rows(40))
    let made = prepared()
    while (await inspector.prepare()) expect(prepared()).toBe(++made)
    expect(await inspector.prepare()).toBe(false)
    const whole = { from: 0, to: 2 }
    for (const direction of ['forward', 'inverse'] as const) {
      await inspector.path(theta, rows(40), direction)
      await inspector.determinant(theta, rows(40), direction, whole)
      await inspector.jacobian(theta, rows(40), direction, whole)
    }
    await inspector.push(theta, rows(40))
    await inspector.density(theta, rows(1))
    expect(prepared()).toBe(made)
  })

  it('makes the others ready where one cannot be built, and says why to whoever asks for that', async () => {
    const { backend, prepared } = counted()
    let tried = 0
    const inspector = new Inspector(flow, {
      ...backend,
      prepare: (program) =>
        program.name === 'jacobian inverse'
          ? Promise.reject(new Error(`no room, ${++tried}`))
          : backend.prepare(program),
    })
    while (await inspector.prepare());
    expect(tried).toBe(1)
    const made = prepared()
    await inspector.path(theta, rows(40), 'inverse')
    expect(prepared()).toBe(made)
    await expect(inspector.jacobian(theta, rows(1), 'inverse', { from: 0, to: 2 })).rejects.toThrow('no room, 2')
  })

  it('lets others have a turn between runs', async () => {
    let turns = 0
    const inspector = new Inspector(flow, createReferenceBackend(), () => Promise.resolve(void turns++))
    await inspector.logDensity(theta, rows(3 * inspector.rowsPerRun))
    expect(turns).toBe(2)
  })

  it('follows points through every block, there and back', async () => {
    const inspector = new Inspector(flow, createReferenceBackend())
    const { layers, logDet } = await inspector.path(theta, rows(5), 'forward')
    expect(layers).toHaveLength(3)
    expect(layers[0]).toEqual(rows(5))
    expect(layers[1][0]).toBeCloseTo(Math.exp(0.1) * rows(1)[0] + 0.5, 12)
    expect([...logDet]).toEqual(Array.from({ length: 5 }, () => expect.closeTo(0.1 - 0.2 + 0.3, 12)))
    const back = await inspector.path(theta, layers[2], 'inverse')
    back.layers[2].forEach((value, i) => {
      expect(value).toBeCloseTo(rows(5)[i], 12)
    })
    back.layers[1].forEach((value, i) => {
      expect(value).toBeCloseTo(layers[1][i], 12)
    })
  })

  it('shows any span of blocks with the same two programs', async () => {
    const { prepared, backend } = counted()
    const inspector = new Inspector(flow, backend)
    const [first, second] = [Math.exp(0.3), Math.exp(-0.2)]
    const [both, last] = [
      { from: 0, to: 2 },
      { from: 1, to: 2 },
    ]
    for (const [span, logDet, jacobian] of [
      [both, 0.2, [Math.exp(0.1) * first, 0, 0, second]],
      [last, 0.3, [first, 0, 0, 1]],
    ] as const) {
      const shown = await inspector.determinant(theta, rows(40), 'forward', span)
      expect([...shown.logDet]).toEqual(Array.from({ length: 40 }, () => expect.closeTo(logDet, 12)))
      expect([...shown.sound]).toEqual(new Array(40).fill(2))
      const matrices = await inspector.jacobian(theta, rows(40), 'forward', span)
      expect(matrices).toHaveLength(160)
      expect([...matrices.slice(156)]).toEqual(jacobian.map((entry) => expect.closeTo(entry, 12)))
    }
    expect(prepared()).toBe(2)
  })

  it('takes a flow without blocks for the identity', async () => {
    const empty = tinyFlow(2, [])
    const inspector = new Inspector(empty, createReferenceBackend())
    const span = { from: 0, to: 0 }
    const { logDet, sound } = await inspector.determinant(padTheta(empty, []), rows(3), 'inverse', span)
    expect([...logDet, ...sound]).toEqual([0, 0, 0, 0, 0, 0])
    const matrices = await inspector.jacobian(padTheta(empty, []), rows(2), 'inverse', span)
    expect([...matrices]).toEqual([1, 0, 0, 1, 1, 0, 0, 1])
  })

  it('draws the same samples for the same seed', async () => {
    const inspector = new Inspector(flow, createReferenceBackend())
    const draws = await inspector.sample(theta, 3000, 7)
    expect(await inspector.sample(theta, 3000, 7)).toEqual(draws)
    expect(await inspector.sample(theta, 3000, 8)).not.toEqual(draws)
    const mean = draws.reduce((sum, value, i) => (i % 2 === 1 ? sum + value / 3000 : sum), 0)
    expect(mean).toBeCloseTo(2, 1)
  })

  it('draws from the base as it was learnt', async () => {
    const learnt = new Flow(2, { id: 'base', of: diagonalNormal.create({}, 2) }, [{ id: 'first', of: affineBlock(2) }])
    const weights = Float64Array.from(learnt.parameters.flatMap(({ name }) => (name === 'mean' ? [40, -7] : [0, 0])))
    const draws = await new Inspector(learnt, createReferenceBackend()).sample(padTheta(learnt, weights), 3000, 7)
    const mean = (column: number) => draws.reduce((sum, v, i) => (i % 2 === column ? sum + v / 3000 : sum), 0)
    expect([mean(0), mean(1)]).toEqual([expect.closeTo(40, 0), expect.closeTo(-7, 0)])
  })
})
