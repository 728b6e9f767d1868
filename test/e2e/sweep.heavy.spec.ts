import type { Client } from '@shared/rpc/client'
import type { SweepPlan } from '@shared/document/sweep/plan'
import { rank } from '@shared/document/sweep/ranking'
import type { RunQueue } from '@shared/rpc/protocol'
import { smallDocument } from '../engine/documents'
import { expect, test } from './app'

/** The real server and engine, with nobody looking. */

const document = smallDocument({ steps: 600, batchSize: 64, checkpointEvery: 20 }, [
  'affine-coupling',
  'affine-coupling',
])
const plan: SweepPlan = {
  axes: [
    { path: 'training.optimizer.learningRate', values: { kind: 'range', scale: 'log', from: 0.0003, to: 0.03, count: 4, integer: false } }, // prettier-ignore
    { path: 'types.affine-coupling.width', values: { kind: 'list', values: [8, 16, 32] } },
  ],
  search: { kind: 'grid' },
  seeds: [1],
}

const queueOf = (client: Client): Promise<RunQueue> => client.call('host', 'runQueue', {})
const left = async (client: Client): Promise<number> => (await queueOf(client)).entries.length
const kept = async (client: Client) => (await client.call('host', 'keptRuns', {})).runs
const finished = async (client: Client) => (await kept(client)).filter(({ state }) => state === 'finished').length

test('a sweep of twelve runs outlives the server half-way, finishes and is ranked', async ({ app }) => {
  test.setTimeout(600_000)
  let client = await app.connect()
  const { sweep } = await client.call('host', 'beginSweep', { name: 'Rates and widths', document, plan })
  await expect.poll(() => left(client), { timeout: 300_000, intervals: [20] }).toBeLessThanOrEqual(6)
  // however quick the machine is, the queue is half-way, and then at work, when the server is killed
  await client.call('host', 'setQueue', { paused: true })
  const before = await finished(client)
  expect(before).toBeGreaterThanOrEqual(6)
  expect(before).toBeLessThan(12)
  await client.call('host', 'setQueue', { paused: false })
  client.close()
  await app.restart('SIGKILL')

  client = await app.connect()
  await expect.poll(() => finished(client), { timeout: 300_000 }).toBe(12)
  await expect.poll(() => left(client)).toBe(0)

  const runs = new Map((await kept(client)).map((run) => [run.id, run]))
  const [found] = await client.call('host', 'keptSweeps', {})
  expect(found.id).toBe(sweep)
  const ranked = rank(
    found.runs.map((one) => ({ ...one, step: runs.get(one.run)!.step, loss: runs.get(one.run)!.best })),
  )
  expect(ranked).toHaveLength(12)
  for (const { run } of found.runs) {
    const one = runs.get(run)!
    expect(one, run).toMatchObject({ state: 'finished', step: 600, sweep })
    expect(one.testNll, run).not.toBeNull()
  }
  const losses = ranked.map(({ mean }) => mean!)
  expect(losses).toEqual([...losses].sort((a, b) => a - b))
  expect(losses[0]).toBeLessThan(losses[11])
  client.close()
})

test('two runs of the same document and seed have identical curves in the library', async ({ app }) => {
  test.setTimeout(120_000)
  const client = await app.connect()
  const ids = [
    (await client.call('host', 'enqueueRun', { document })).run,
    (await client.call('host', 'enqueueRun', { document })).run,
  ]
  await expect.poll(() => left(client), { timeout: 100_000 }).toBe(0)
  const [first, second] = await Promise.all(ids.map((run) => client.call('host', 'runCurves', { run })))
  expect(second.trainLoss).toEqual(first.trainLoss)
  expect(second.validationLoss).toEqual(first.validationLoss)
  expect(first.trainLoss).toHaveLength(600)
  client.close()
})

test('a queue goes on after the engine was killed', async ({ app }) => {
  test.setTimeout(120_000)
  const client = await app.connect()
  const long = { ...document, training: { ...document.training, steps: 3000 } }
  const { run } = await client.call('host', 'enqueueRun', { document: long })
  await expect.poll(async () => (await kept(client))[0].step, { timeout: 60_000 }).toBeGreaterThan(100)
  await app.killEngine()
  await expect.poll(() => left(client), { timeout: 100_000 }).toBe(0)
  const { run: undisturbed } = await client.call('host', 'enqueueRun', { document: long })
  await expect.poll(() => left(client), { timeout: 100_000 }).toBe(0)
  const [killed, whole] = await Promise.all(
    [run, undisturbed].map((one) => client.call('host', 'runCurves', { run: one })),
  )
  expect(killed.trainLoss).toEqual(whole.trainLoss)
  client.close()
})
