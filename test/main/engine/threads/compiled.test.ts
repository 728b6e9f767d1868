import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { analyseBatch } from '@shared/tensor/backends/analysis/batchAxis'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import { Builder } from '@shared/tensor/ir/builder'
import { optimise } from '@shared/tensor/passes/pipeline'
import { createThreadPool } from '../../../../src/main/engine/threads/pool'
import { distance } from '../../../tensor/support/run'
import { compile, differences, distanceToReference, someInputs } from '../../../tensor/wasm/support/machine'
import { rowsOneByOne } from '../../../tensor/wasm/support/rows'
import { normalRows } from '../../../flow/support/blocks'
import { cook, recipes } from '../../../tensor/wasm/support/randomProgram'
import { thetaAfter, trainingStep } from '../../../tensor/wasm/support/training'
import { buildWorker } from './workerEntry'

describe('compiled programs on threads', () => {
  let worker: Awaited<ReturnType<typeof buildWorker>>
  const pools = new Map<number, ThreadPool>()

  beforeAll(async () => {
    worker = await buildWorker()
    for (const threads of [2, 3]) pools.set(threads, createThreadPool({ entry: worker.entry, threads }))
  })
  afterAll(async () => {
    for (const pool of pools.values()) await pool.dispose()
    await worker.remove()
  })

  it.each([2, 3])('any program on %i threads has the values of the reference', async (threads) => {
    await fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const program = cook({ ...recipe, rows: 40 + recipe.rows })
        const executable = await compile(program, { tileVectors: 4, pool: pools.get(threads) })
        expect(executable.threads).toBe(analyseBatch(optimise(program)) ? threads : 1)
        expect(await distanceToReference(program, executable, { runs: 2 })).toBeLessThan(1e-9)
        executable.dispose()
      }),
      { numRuns: 25, seed: threads },
    )
  })

  it.each([2, 3])('part of the rows on %i threads has the values that it has in the whole', async (threads) => {
    const program = rowsOneByOne(300)
    const executable = await compile(program, { precision: 'float32', tileVectors: 4, pool: pools.get(threads) })
    expect(executable.threads).toBe(threads)
    for (const [name, values] of Object.entries(someInputs(program))) executable.write(name, values)
    await executable.run()
    const whole = await executable.read('out')
    for (const rows of [1, 16, 17, 100, 299]) {
      executable.write('x', new Float64Array(5 * 300))
      await executable.run()
      const before = await executable.read('out')
      executable.write('x', someInputs(program)['x'])
      await executable.run({ rows })
      const [after, taken] = [await executable.read('out'), Math.min(300, Math.ceil(rows / 8) * 8)]
      expect([...after.subarray(0, 3 * taken)], String(rows)).toEqual([...whole.subarray(0, 3 * taken)])
      expect([...after.subarray(3 * taken)], String(rows)).toEqual([...before.subarray(3 * taken)])
    }
    executable.dispose()
  })

  it.each([1, 2, 3])('steps of training on %i threads are the reference’s, one after another', async (threads) => {
    const { program, inputs } = trainingStep(3, 50)
    const executable = await compile(program, { tileVectors: 4, pool: pools.get(threads) })
    for (const [name, worst] of Object.entries(await differences(program, executable, { inputs, runs: 3 })))
      expect(worst, name).toBeLessThan(1e-9)
    executable.dispose()
  })

  it.each([1, 2, 3])('200 steps of training on %i threads give the same bits each time', async (threads) => {
    const { program, inputs } = trainingStep(2, 150)
    const making = { precision: 'float32', pool: pools.get(threads) } as const
    const executables = [await compile(program, making), await compile(program, making)]
    const [first, second] = await Promise.all(executables.map((each) => thetaAfter(each, inputs, 200)))
    const again = await thetaAfter(executables[0], inputs, 200)
    expect(first.every(Number.isFinite)).toBe(true)
    expect(distance(first, inputs.theta)).toBeGreaterThan(0.01)
    expect([...second]).toEqual([...first])
    expect([...again]).toEqual([...first])
    for (const executable of executables) executable.dispose()
  })

  it.each([1, 2, 3])('a run of several turns on %i threads is as many runs of one', async (threads) => {
    const { program, inputs } = trainingStep(2, 150)
    const making = { precision: 'float32', pool: pools.get(threads), turns: 5 } as const
    const [at1, at5] = [await compile(program, making), await compile(program, making)]
    const batches = Array.from({ length: 13 }, (_, i) => normalRows(150, 2, 10 + i))
    for (const executable of [at1, at5])
      for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
    const losses: number[] = []
    for (const batch of batches) {
      at1.write('x', batch)
      await at1.run()
      losses.push(...(await at1.read('loss')))
    }
    const together: number[] = []
    for (const [from, to] of [
      [0, 5],
      [5, 6],
      [6, 10],
      [10, 13],
    ]) {
      at5.write(
        'x',
        batches.slice(from, to).flatMap((batch) => [...batch]),
      )
      await at5.run({ turns: to - from })
      together.push(...(await at5.read('loss')))
    }
    expect(new Set(losses).size).toBe(13)
    expect(together).toEqual(losses)
    for (const name of ['theta', 'm', 'ema', 'step'])
      expect([...(await at5.read(name))], name).toEqual([...(await at1.read(name))])
    for (const executable of [at1, at5]) executable.dispose()
  })

  it.each([1, 2, 3])(
    'what was begun on %i threads is the same, whatever runs before it is finished',
    async (threads) => {
      const { program, inputs } = trainingStep(2, 150)
      const making = { precision: 'float32', pool: pools.get(threads), turns: 4 } as const
      const other = await compile(rowsOneByOne(300), { precision: 'float32', tileVectors: 4, pool: pools.get(threads) })
      for (const [name, values] of Object.entries(someInputs(rowsOneByOne(300)))) other.write(name, values)
      await other.run()
      const rows = [...(await other.read('out'))]
      const [whole, begun] = [await compile(program, making), await compile(program, making)]
      for (const executable of [whole, begun])
        for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
      for (let run = 0; run < 30; run++) {
        await whole.run({ turns: 4 })
        begun.begin({ turns: 4 })
        if (run % 3 > 0) await other.run()
        if (run % 3 === 2) await new Promise((done) => setTimeout(done, 5)) // long enough for the others to be done
        await begun.finish()
      }
      expect(await begun.read('step')).toEqual(Float64Array.of(120))
      for (const name of ['theta', 'm', 'ema', 'loss'])
        expect([...(await begun.read(name))], name).toEqual([...(await whole.read(name))])
      expect([...(await other.read('out'))]).toEqual(rows)
      for (const executable of [whole, begun, other]) executable.dispose()
    },
  )

  it('other threads go about what was begun by themselves', async () => {
    const { program, inputs } = trainingStep(2, 150)
    const executable = await compile(program, { precision: 'float32', pool: pools.get(2), turns: 2 })
    for (const [name, values] of Object.entries(inputs)) executable.write(name, values)
    await executable.run()
    const before = await executable.read('step') // now, or the others may have counted a turn in it
    executable.begin({ turns: 2 })
    // Read in the midst of a run, as nobody else may: the states change although this thread does nothing.
    while ((await executable.read('step'))[0] < before[0] + 2) await new Promise((done) => setTimeout(done, 1))
    await executable.finish()
    expect(await executable.read('step')).toEqual(Float64Array.of(3))
    executable.dispose()
  })

  it('steps of training give the same bits on however many of its threads a program runs', async () => {
    const { program, inputs } = trainingStep(2, 700)
    const executable = await compile(program, { precision: 'float32', pool: pools.get(3) })
    const thetas: Float64Array[] = []
    for (const threads of [3, 1, 2]) {
      await executable.useThreads(threads)
      thetas.push(await thetaAfter(executable, inputs, 50))
    }
    expect(distance(thetas[0], inputs.theta)).toBeGreaterThan(0.01)
    for (const theta of thetas) expect([...theta]).toEqual([...thetas[0]])
    executable.dispose()
  })

  it('arrays long enough to be shared out, on a number of threads that changes from run to run', async () => {
    const b = new Builder()
    const size = 20_003
    const [x, w] = [b.rows('x', [300, 3]), b.input('w', [3])]
    const [theta, m] = [b.input('theta', [size]), b.input('m', [size])]
    const mean = b.mean(b.sum(b.mul(b.sin(x), w), [1]))
    const moved = b.add(b.mul(m, 0.9), b.mul(b.sin(theta), mean))
    const program = b.program(
      'long',
      { mean, norm: b.sqrt(b.sum(b.square(moved))), before: b.slice(theta, 9000, 9100) },
      { m: moved, theta: b.sub(theta, b.mul(0.1, moved)), w: b.add(w, b.slice(moved, size - 3, size)) },
    )
    const executable = await compile(program, { tileVectors: 4, pool: pools.get(3) })
    let inputs = someInputs(program)
    for (const threads of [3, 1, 2, 3, 2]) {
      await executable.useThreads(threads)
      expect(await distanceToReference(program, executable, { inputs, runs: 2 })).toBeLessThan(1e-11)
      const names = program.inputs.map(({ attributes }) => attributes.name)
      inputs = Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await executable.read(name)] as const)),
      )
    }
    executable.dispose()
  })

  it('an automatic choice of threads leaves inputs zero and threads in step', async () => {
    for (const fewer of [true, false]) {
      // A clock that ticks ever less makes whatever is tried last, one thread, look fastest; a steady one shows no
      // difference, for which no thread is left idle.
      let [ms, step] = [0, 0.1]
      const pool = pools.get(3)!
      const backend = createWasmBackend({
        precision: 'float32',
        features: detectFeatures(),
        pool,
        threads: 'auto',
        memoryLimit: 2 ** 28,
        now: () => (ms += fewer ? (step *= 0.8) : step),
      })
      for (let i = 0; i < 10; i++) {
        ;[ms, step] = [0, 0.1]
        const b = new Builder()
        const [x, w, state] = [b.rows('x', [400, 2]), b.input('w', [2, 3]), b.input('state', [6000])]
        const mean = b.mean(b.add(b.matmul(x, w), i), [0])
        // One thread's work at the end, long enough for the others to fall asleep meanwhile.
        const next = b.add(state, b.cumsum(b.sin(state)))
        const executable = await backend.prepare(b.program('means', { mean }, { state: b.add(next, 1) }))
        expect(
          [...(await executable.read('w')), ...(await executable.read('state'))].every((value) => value === 0),
        ).toBe(true)
        expect(executable.threads).toBe(fewer ? 1 : 3)
        executable.write('x', new Float64Array(800).fill(1))
        executable.write('w', [1, 2, 3, 4, 5, 6])
        for (let run = 0; run < 5; run++) await executable.run()
        expect([...(await executable.read('mean'))]).toEqual([5 + i, 7 + i, 9 + i])
        executable.dispose()
      }
      backend.dispose()
    }
  })

  it.each([1, 2])('20 000 steps on %i threads take no more memory than a few', async (threads) => {
    const b = new Builder()
    const [x, theta] = [b.rows('x', [96, 2]), b.input('theta', [2])]
    const program = b.program(
      'tiny',
      { loss: b.mean(b.sum(b.mul(x, theta), [1])) },
      { theta: b.mul(b.add(theta, b.mean(x, [0])), 0.5) },
    )
    const executable = await compile(program, { precision: 'float32', tileVectors: 4, pool: pools.get(threads) })
    executable.write('x', new Float64Array(192).fill(1))
    const steps = async (count: number) => {
      for (let step = 0; step < count; step++) await executable.run()
      return process.memoryUsage()
    }
    const before = await steps(1000)
    const after = await steps(20_000)
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(2 ** 20)
    expect(after.rss - before.rss).toBeLessThan(2 ** 26)
    expect([...(await executable.read('theta'))]).toEqual([1, 1])
    executable.dispose()
  })
})
