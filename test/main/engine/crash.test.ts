import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { forkEngine } from '../../../src/main/engine/fork'
import type { EngineProcess } from '../../../src/main/engine/process'
import { usualSettings, type EngineSettings } from '@shared/rpc/protocol'
import { createSupervisor, type SaidEvent, type Supervisor } from '../../../src/main/engine/supervisor'
import { buildEntry, type Built } from './buildEntry'
import { smallDocument } from '../../engine/documents'
import { documentNamed } from './documents'

/** Real child processes, really killed. */
describe('a supervised engine process', () => {
  let built: Built
  let supervisor: Supervisor
  let running: EngineProcess
  let heard: SaidEvent[]

  beforeAll(async () => {
    built = await buildEntry('test/main/engine/fakeEngineProcess.ts')
  })
  afterAll(() => built.remove())
  afterEach(() => {
    supervisor.dispose()
  })

  function start(delays: readonly number[] = [0, 0, 0], configured?: (settings: EngineSettings) => void) {
    heard = []
    supervisor = createSupervisor({
      spawn: () => (running = forkEngine({ entry: built.entry, log: () => undefined })),
      configured,
      delays,
    })
    supervisor.onEvent((event) => heard.push(event))
  }
  const restored = () => heard.filter(({ event }) => event === 'engine-restored')
  const untilRestored = (count: number) =>
    vi.waitFor(
      () => {
        expect(restored()).toHaveLength(count)
      },
      { timeout: 20_000 },
    )

  it('is started again after kill -9 and goes on training from its last checkpoint', async () => {
    start()
    await supervisor.call('open', { document: documentNamed('moons') })
    await supervisor.call('step', { count: 42 })
    await supervisor.call('train', {})
    const waiting = supervisor.call('evaluate', {})
    running.kill()
    await expect(waiting).rejects.toThrow('No answer to "evaluate": the engine process ended (signal SIGKILL)')
    await untilRestored(1)
    expect(restored()).toEqual([{ event: 'engine-restored', resumedAt: 42 }])
    expect(heard).toContainEqual({
      event: 'engine-lost',
      reason: 'The engine process ended (signal SIGKILL). It is being started again.',
    })
    const { status } = await supervisor.call('attach', {})
    expect(status).toMatchObject({ step: 42, state: { kind: 'training' } })
  })

  it('tells of the settings it has taken', async () => {
    const taken: EngineSettings[] = []
    start([], (settings) => taken.push(settings))
    const settings: EngineSettings = { ...usualSettings, precision: 'float64', threads: 2 }
    await supervisor.call('configure', settings)
    expect(taken).toEqual([settings])
  })

  it('never shows a checkpoint to anyone', async () => {
    start()
    await supervisor.call('open', { document: documentNamed('moons') })
    await supervisor.call('step', { count: 1 })
    expect(heard.map(({ event }) => event)).not.toContain('checkpoint')
  })

  it('keeps a paused run paused, whatever the checkpoint says', async () => {
    start()
    await supervisor.call('open', { document: documentNamed('moons') })
    await supervisor.call('train', {})
    await supervisor.call('step', { count: 5 })
    await supervisor.call('pause', {})
    running.kill()
    await untilRestored(1)
    expect((await supervisor.call('attach', {})).status).toMatchObject({ step: 5, state: { kind: 'paused' } })
  })

  it('opens the document again when there was no checkpoint', async () => {
    start()
    await supervisor.call('open', { document: documentNamed('circles') })
    running.kill()
    await untilRestored(1)
    expect(restored()).toEqual([{ event: 'engine-restored', resumedAt: null }])
    expect((await supervisor.call('attach', {})).document?.name).toBe('circles')
  })

  it('lets calls wait while the engine comes back', async () => {
    start([200])
    await supervisor.call('open', { document: documentNamed('circles') })
    running.kill()
    await vi.waitFor(() => {
      expect(heard.at(-1)?.event).toBe('engine-lost')
    })
    expect((await supervisor.call('attach', {})).document?.name).toBe('circles')
  })

  it('asks for less when the checkpoint itself ends the engine', async () => {
    start()
    await supervisor.call('open', { document: documentNamed('spirals') })
    await supervisor.call('step', { count: 255 })
    running.kill()
    await untilRestored(1)
    expect((await supervisor.call('attach', {})).status).toMatchObject({ step: 0 })
    expect((await supervisor.call('attach', {})).document?.name).toBe('spirals')
  })

  it('asks for less when the checkpoint is refused, without another restart', async () => {
    start()
    await supervisor.call('open', { document: documentNamed('spirals') })
    await supervisor.call('step', { count: 254 })
    running.kill()
    await untilRestored(1)
    expect(heard.filter(({ event }) => event === 'engine-lost')).toHaveLength(1)
    expect((await supervisor.call('attach', {})).document?.name).toBe('spirals')
  })

  it('says what the process said last, and drops a document that ends every engine', async () => {
    start()
    await expect(supervisor.call('open', { document: documentNamed('poison') })).rejects.toThrow(
      'the engine process ended (exit code 3: RangeError: poisoned)',
    )
    await supervisor.call('open', { document: documentNamed('moons') })
    expect((await supervisor.call('attach', {})).document?.name).toBe('moons')
  })

  it('gives up after one quick death more than there are delays, and tries anew when something is opened', async () => {
    start([0])
    await supervisor.call('attach', {})
    running.kill()
    await untilRestored(1)
    running.kill()
    await vi.waitFor(() => {
      expect(heard.at(-1)).toMatchObject({
        event: 'engine-lost',
        reason: expect.stringContaining('2 times in a row') as string,
      })
    })
    await expect(supervisor.call('attach', {})).rejects.toThrow('is not started again')
    await supervisor.call('open', { document: documentNamed('moons') })
    expect((await supervisor.call('attach', {})).document?.name).toBe('moons')
  })
})

describe('an engine process that its accelerator ends', () => {
  it('comes back without it, and the run goes on from its checkpoint', async () => {
    const built = await buildEntry('test/main/engine/dyingEngineProcess.ts')
    const heard: SaidEvent[] = []
    const supervisor = createSupervisor({
      spawn: () => forkEngine({ entry: built.entry, log: () => undefined }),
      delays: [0],
    })
    supervisor.onEvent((event) => heard.push(event))
    const backend = async () => (await supervisor.call('attach', {})).opened?.backend
    try {
      await supervisor.call('open', { document: smallDocument({ steps: 1_000_000, checkpointEvery: 10 }) })
      await vi.waitFor(async () => { expect(await backend()).toBe('card') }, { timeout: 20_000 }) // prettier-ignore
      await supervisor.call('train', {})
      await vi.waitFor(() => { expect(heard).toContainEqual(expect.objectContaining({ event: 'engine-restored' })) }, { timeout: 30_000 }) // prettier-ignore
      const lost = heard.find(({ event }) => event === 'engine-lost')
      expect(lost).toMatchObject({ reason: expect.stringContaining('with card at work, which is not taken again by itself') as string }) // prettier-ignore
      const restored = heard.find((event) => event.event === 'engine-restored')
      expect(restored?.resumedAt).toBeGreaterThan(0)
      const { status, opened } = await supervisor.call('attach', {})
      expect(opened?.backend).toBe('home')
      expect(status.state.kind).toBe('training')
      const [, card] = await supervisor.call('backends', {})
      expect(card).toMatchObject({ available: false, reason: 'The engine process ended with it at work. Choose it to try again.' }) // prettier-ignore
    } finally {
      supervisor.dispose()
      await built.remove()
    }
  }, 60_000)
})
