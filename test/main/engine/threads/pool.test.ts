import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sync } from '@shared/tensor/backends/wasm/phases'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import { createThreadPool } from '../../../../src/main/engine/threads/pool'
import { COUNTING_PHASES, countingProgram, failingProgram, FIRST_WORD, heldUp, heldUpProgram } from './programs'
import { buildWorker } from './workerEntry'

const wordsOf = ({ memory }: { readonly memory: WebAssembly.Memory }, count: number) =>
  Array.from(new Int32Array(memory.buffer, FIRST_WORD * 4, count))

describe('a pool of worker threads', () => {
  let worker: Awaited<ReturnType<typeof buildWorker>>
  let pool: ThreadPool

  beforeAll(async () => {
    worker = await buildWorker()
  })
  afterAll(() => worker.remove())
  afterEach(() => pool.dispose())

  const start = (threads: number) => (pool = createThreadPool({ entry: worker.entry, threads }))

  it.each([1, 2, 3])('keeps %i threads in step in every phase', async (threads) => {
    const program = countingProgram(threads)
    const loaded = await start(threads).load(program)
    loaded.run(50 * COUNTING_PHASES)
    loaded.run(50 * COUNTING_PHASES)
    const eachRound = (threads * (threads + 1)) / 2
    const seen = (eachRound * (100 * 101)) / 2 // every piece saw the whole sum of each of 100 turns
    expect(wordsOf(program, 1 + threads)).toEqual([100 * eachRound, ...new Array<number>(threads).fill(seen)])
  })

  it('runs programs for different numbers of threads in turn, asleep or awake', async () => {
    const programs = [3, 1, 2, 3].map((threads) => countingProgram(threads))
    start(3)
    const loaded = await Promise.all(programs.map((program) => pool.load(program)))
    for (let i = 0; i < 200; i++) loaded[i % loaded.length].run(COUNTING_PHASES)
    await new Promise((done) => setTimeout(done, 20))
    for (const program of loaded) program.run(COUNTING_PHASES)
    expect(programs.map((program) => wordsOf(program, 1)[0])).toEqual([6 * 51, 51, 3 * 51, 6 * 51])
  })

  it('goes on without a thread that is held up, and takes it back when it comes', async () => {
    const program = heldUpProgram()
    const loaded = await start(2).load(program)
    const words = new Int32Array(program.memory.buffer, FIRST_WORD * 4)
    const results = () => words[heldUp.results]
    loaded.run(2 * 3) // of which thread 1 holds on to a piece of the first
    expect(words[heldUp.begun]).toBe(1)
    expect(words[heldUp.late]).toBe(0)
    expect(results()).toBe(2 * (1 + 2 + 3))
    loaded.run(2)
    expect([results(), words[heldUp.late], words[heldUp.by]]).toEqual([2 * 6 + 2, 0, 0])

    Atomics.store(words, heldUp.release, 1)
    while (Atomics.load(words, heldUp.late) === 0); // thread 1 lets go of its piece, which was done long ago
    for (let run = 0; run < 500; run++) loaded.run(2 * 2)
    expect(results()).toBe(2 * 6 + 2 + 500 * 2 * (1 + 2))
    // Thread 1 has worked since: from some run on the piece is its own again.
    for (let run = 0; words[heldUp.by] !== 1; run++) {
      expect(run).toBeLessThan(100_000)
      loaded.run(2)
    }
    expect(new Int32Array(program.memory.buffer)[sync.done]).toBe(0)
  })

  it('takes up the newest order and no program that was disposed of', async () => {
    const [first, second] = [countingProgram(2), countingProgram(2)]
    start(2)
    const loaded = await Promise.all([first, second].map((program) => pool.load(program)))
    for (let i = 0; i < 300; i++) for (const program of loaded) program.run(COUNTING_PHASES)
    loaded[0].run(COUNTING_PHASES)
    loaded[0].dispose() // while the worker may just be taking up its order
    for (let i = 0; i < 300; i++) loaded[1].run(COUNTING_PHASES)
    expect([wordsOf(first, 1), wordsOf(second, 1)]).toEqual([[3 * 301], [3 * 600]])
  })

  it('says what a worker failed with, and runs other programs after it', async () => {
    const good = countingProgram(2)
    start(2)
    const [failing, counting] = [await pool.load(failingProgram(2, 1)), await pool.load(good)]
    expect(() => { failing.run(1) }).toThrow(/Worker thread 1 failed: .*divide by zero/) // prettier-ignore
    expect(() => { failing.run(1) }).toThrow(/Worker thread 1 failed/) // prettier-ignore
    failing.dispose()
    counting.run(COUNTING_PHASES)
    expect(wordsOf(good, 1)).toEqual([3])
  })

  it('lets the workers go when the calling thread fails', async () => {
    const good = countingProgram(3)
    start(3)
    const [failing, counting] = [await pool.load(failingProgram(3, 0)), await pool.load(good)]
    expect(() => { failing.run(1) }).toThrow(/divide by zero/) // prettier-ignore
    counting.run(COUNTING_PHASES)
    expect(wordsOf(good, 1)).toEqual([6])
  })

  it('refuses to run once its workers are gone', async () => {
    const loaded = await start(2).load(countingProgram(2))
    await pool.dispose()
    expect(() => { loaded.run(COUNTING_PHASES) }).toThrow(/Worker thread 1 failed: the pool was disposed/) // prettier-ignore
    await expect(pool.load(countingProgram(2))).rejects.toThrow(/the pool was disposed/)
  })

  it('says of a worker that cannot be started why', async () => {
    pool = createThreadPool({ entry: `${worker.entry}.missing`, threads: 2 })
    await expect(pool.load(countingProgram(2))).rejects.toThrow(/Worker thread 1 failed: .*missing/)
  })
})
