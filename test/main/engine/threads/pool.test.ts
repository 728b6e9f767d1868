import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import { createThreadPool } from '../../../../src/main/engine/threads/pool'
import { countingProgram, failingProgram, FIRST_WORD } from './programs'
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

  it.each([1, 2, 3])('keeps %i threads in step at every barrier', async (threads) => {
    const program = countingProgram(threads, 50)
    const loaded = await start(threads).load(program)
    loaded.run()
    loaded.run()
    const eachRound = (threads * (threads + 1)) / 2
    const seen = (eachRound * (100 * 101)) / 2 // every thread saw the whole sum of each of 100 rounds
    expect(wordsOf(program, 1 + threads)).toEqual([100 * eachRound, ...new Array<number>(threads).fill(seen)])
  })

  it('runs programs for different numbers of threads in turn, asleep or awake', async () => {
    const programs = [3, 1, 2, 3].map((threads) => countingProgram(threads, 1))
    start(3)
    const loaded = await Promise.all(programs.map((program) => pool.load(program)))
    for (let i = 0; i < 200; i++) loaded[i % loaded.length].run()
    await new Promise((done) => setTimeout(done, 20))
    for (const program of loaded) program.run()
    expect(programs.map((program) => wordsOf(program, 1)[0])).toEqual([6 * 51, 51, 3 * 51, 6 * 51])
  })

  it('says what a worker failed with, and runs other programs after it', async () => {
    const good = countingProgram(2, 1)
    start(2)
    const [failing, counting] = [await pool.load(failingProgram(2, 1)), await pool.load(good)]
    expect(() => { failing.run() }).toThrow(/Worker thread 1 failed: .*divide by zero/) // prettier-ignore
    expect(() => { failing.run() }).toThrow(/Worker thread 1 failed/) // prettier-ignore
    failing.dispose()
    counting.run()
    expect(wordsOf(good, 1)).toEqual([3])
  })

  it('lets the workers go when the calling thread fails', async () => {
    const good = countingProgram(3, 1)
    start(3)
    const [failing, counting] = [await pool.load(failingProgram(3, 0)), await pool.load(good)]
    expect(() => { failing.run() }).toThrow(/divide by zero/) // prettier-ignore
    counting.run()
    expect(wordsOf(good, 1)).toEqual([6])
  })

  it('refuses to run once its workers are gone', async () => {
    const loaded = await start(2).load(countingProgram(2, 1))
    await pool.dispose()
    expect(() => { loaded.run() }).toThrow(/Worker thread 1 failed: the pool was disposed/) // prettier-ignore
    await expect(pool.load(countingProgram(2, 1))).rejects.toThrow(/the pool was disposed/)
  })

  it('says of a worker that cannot be started why', async () => {
    pool = createThreadPool({ entry: `${worker.entry}.missing`, threads: 2 })
    await expect(pool.load(countingProgram(2, 1))).rejects.toThrow(/Worker thread 1 failed: .*missing/)
  })
})
