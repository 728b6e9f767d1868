import { describe, expect, it } from 'vitest'
import type { BackendOffer, EngineHost } from '@shared/engine/host'
import { usualSettings, type EngineSettings, type MachineNews } from '@shared/rpc/protocol'
import { clock, offer, timed, type Clock } from './accelerators'
import { smallDocument } from './documents'
import { fakeHost, listen, type Listened } from './fakeHost'
import type { Device } from '@shared/tensor/runtime/device'
import { failing, type Failing } from '../tensor/support/failing'

const STEPS = 4000
/** So long that a run is worth a trial: steps of 5 ms and more. */
const long = () => smallDocument({ steps: STEPS, validateEvery: 1000, checkpointEvery: 20 })

interface Scene {
  readonly time: Clock
  readonly offers: readonly BackendOffer[]
  readonly settings?: Partial<EngineSettings>
  readonly host?: Partial<EngineHost>
}

const play = ({ time, offers, settings, host }: Scene): Listened =>
  listen(fakeHost({ now: () => time.now(), backends: offers, settings: { ...usualSettings, ...settings }, ...host }))

const gpu = { accelerator: true, gpu: () => true } as const

/** Trains until something is said of machines that `is` so; answers it. */
async function news({ said }: Listened, is: (text: string | null, news: MachineNews) => boolean) {
  for (;;) {
    const found = said('machine').find((event) => is(event.news.text, event.news))
    if (found) return found.news
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const measured = (_: string | null, { backends }: MachineNews) => backends.some((report) => report.measured)

const reasonOf = async ({ engine }: Listened, name: string) =>
  (await engine.call('backends', {})).find((report) => report.name === name)!

/** Losses by step, the last that was said of each. */
const losses = ({ said }: Listened) =>
  new Map(said('metrics').flatMap(({ metrics }) => [...metrics.steps].map((step, i) => [step, metrics.trainLoss[i]])))

describe('a run with accelerators on offer', () => {
  it('moves to one that is quicker, says what was measured, and goes on with the same numbers', async () => {
    const time = clock()
    const scene = play({
      time,
      offers: [offer(() => timed('home', 5, time)), offer(() => timed('card', 1, time), gpu)],
    })
    await scene.engine.call('open', { document: long() })
    await scene.engine.call('train', {})
    const { text, opened, backends } = await news(scene, (words) => words !== null)
    expect(text).toMatch(
      /^Training moved to card at step \d+\. Quicker for this flow: 1\.\d\d ms a step, home 5\.\d\d\.$/,
    )
    expect(opened?.backend).toBe('card')
    expect(backends.map(({ name, chosen }) => [name, chosen])).toEqual([['home', false], ['card', true]]) // prettier-ignore
    const moved = scene.said('status').at(-1)!.status.step
    while (scene.said('status').at(-1)!.status.step < moved + 60) await new Promise((resolve) => setImmediate(resolve))
    await scene.engine.call('pause', {})
    const steps = [...losses(scene).keys()]
    expect(steps).toEqual(Array.from(steps, (_, i) => i + 1)) // each step once

    const stayed = play({ time: clock(), offers: [offer(() => timed('home', 0, time))] })
    await stayed.engine.call('open', { document: long() })
    await stayed.engine.call('step', { count: steps.length })
    await stayed.until('paused')
    expect(losses(scene)).toEqual(losses(stayed))
    const { provenance } = await scene.engine.call('exportModel', {})
    expect(provenance).toMatchObject({ backend: 'card', choice: expect.stringMatching(/^Quicker for this flow/) as string }) // prettier-ignore
    await scene.engine.dispose()
  })

  it('stays where it is when that is as quick, and says by how much', async () => {
    const time = clock()
    const scene = play({
      time,
      offers: [offer(() => timed('home', 5, time)), offer(() => timed('card', 4.9, time), gpu)],
    })
    await scene.engine.call('open', { document: long() })
    await scene.engine.call('train', {})
    const { opened, backends } = await news(scene, measured)
    expect(opened?.backend).toBe('home')
    expect(backends[1]).toMatchObject({ available: true, chosen: false, measured: { of: 'this flow' } })
    expect(backends[1].reason).toMatch(/^Not quicker for this flow: 4\.9\d ms a step, home 5\.\d\d\.$/)
    await scene.engine.dispose()
  })

  it('gives trials less than a second of its time, however slow they are', async () => {
    const time = clock()
    let taken = 0
    const slow = { ...time, pass: (ms: number) => (time.pass(ms), void (taken += ms)) }
    const offers = [offer(() => timed('home', 5, time)), offer(() => timed('card', 3000, slow), gpu)]
    const scene = play({ time, offers })
    await scene.engine.call('open', { document: long() })
    await scene.engine.call('train', {})
    await news(scene, measured)
    expect(taken).toBe(2 * 3000) // its first two steps alone, which are taken beside training
    await scene.engine.dispose()
  })

  it('is not tried elsewhere when its steps are small or few', async () => {
    const time = clock()
    const loaded: string[] = []
    const card = (name: string, more: object) => ({
      ...offer(() => timed(name, 1, time)),
      accelerator: true,
      load: () => (loaded.push(name), Promise.resolve(timed(name, 1, time))),
      ...more,
    })
    const offers = [offer(() => timed('home', 5, time)), card('small', {}), card('card', { gpu: () => true })]
    const brief = play({ time, offers })
    await brief.engine.call('open', { document: smallDocument({ steps: 500 }) })
    await brief.engine.call('train', {})
    await brief.until('finished')
    expect(loaded).toEqual([])
    await brief.engine.call('open', { document: long() })
    await brief.engine.call('train', {})
    await news(brief, (text) => text !== null)
    expect(loaded).toEqual(['card'])
    expect((await reasonOf(brief, 'small')).reason).toMatch(/^Not tried: a step of this flow is 1 MFLOP/)
    await brief.engine.dispose()
  })

  it('is not tried where a processor stands in for the card, nor for long on the processors it trains on', async () => {
    const time = clock()
    const on = (name: string, kind: Device['kind'], steps: number) => {
      const hardware: Device = { kind, name: 'some', facts: {} }
      const offers = [offer(() => timed('home', 5, time)), offer(() => timed(name, 1, time, hardware), gpu)]
      return { scene: play({ time, offers }), document: { ...long(), training: { ...long().training, steps } } }
    }
    const cases = [
      ['emulated', 40_000, /^Not tried: a processor stands in for the card/],
      ['cpu', 4000, /^Not tried: it needs the same processors to get ready/],
      ['cpu', 40_000, /^Quicker for this flow/],
    ] as const
    for (const [kind, steps, reason] of cases) {
      const { scene, document } = on('card', kind, steps)
      await scene.engine.call('open', { document })
      await scene.engine.call('train', {})
      const { backends } = await news(scene, (_, { backends: [, report] }) => reason.test(report.reason))
      expect(backends[1].chosen).toBe(reason.test('Quicker for this flow'))
      await scene.engine.dispose()
    }
  })

  it('begins elsewhere while the one asked for by name is made ready, and moves there unmeasured', async () => {
    const time = clock()
    let open!: () => void
    const gate = new Promise<void>((resolve) => (open = resolve))
    const offers = [offer(() => timed('home', 5, time)), { name: 'card', accelerator: true, load: () => gate.then(() => timed('card', 9, time)) }] // prettier-ignore
    const scene = play({ time, offers, settings: { backend: 'card' } })
    expect(await scene.engine.call('open', { document: long() })).toMatchObject({ backend: 'home' })
    await scene.engine.call('step', { count: 30 })
    await scene.until('paused')
    open()
    const { text, opened } = await news(scene, (words) => words !== null)
    expect(text).toBe('Training moved to card at step 30. Asked for by name.')
    expect(opened?.backend).toBe('card')
    expect((await scene.engine.call('attach', {})).status).toMatchObject({ step: 30, state: { kind: 'paused' } })
    expect(await scene.engine.call('configure', usualSettings)).toMatchObject({ backend: 'home' })
    expect((await scene.engine.call('attach', {})).status).toMatchObject({ step: 30, state: { kind: 'paused' } })
    expect(await reasonOf(scene, 'home')).toMatchObject({ chosen: true })
    await scene.engine.dispose()
  })

  it('waits for the one asked for where the same numbers are wanted each time', async () => {
    const time = clock()
    const offers = [offer(() => timed('home', 5, time)), offer(() => timed('card', 9, time), gpu)]
    const scene = play({ time, offers, settings: { backend: 'card' }, host: { beginsElsewhere: false } })
    expect(await scene.engine.call('open', { document: smallDocument() })).toMatchObject({ backend: 'card' })
    await scene.engine.call('step', { count: 3 })
    await scene.until('paused')
    expect(await reasonOf(scene, 'card')).toMatchObject({ chosen: true, reason: 'Asked for: card.' })
    expect(await scene.engine.call('evaluate', {})).toMatchObject({ step: 3 })
    await scene.engine.dispose()
  })

  it('goes on where it is when the one asked for does not load or cannot make the program', async () => {
    const time = clock()
    const home = offer(() => timed('home', 5, time))
    const absent = { name: 'card', accelerator: true, load: () => Promise.reject(new Error('There is no card.')) }
    const unable = offer(() => failing({ backend: timed('card', 1, time), name: 'card', at: 'prepare', as: 'out-of-memory', counts: (name) => name === 'training step' }), gpu) // prettier-ignore
    for (const [card, why] of [
      [absent, 'There is no card.'],
      [unable, 'card is out of memory: a test said so'],
    ] as const) {
      // prettier-ignore
      const scene = play({ time, offers: [home, card], settings: { backend: 'card' } })
      await scene.engine.call('open', { document: long() })
      const { text, loss } = await news(scene, (words) => words !== null)
      expect(text).toContain(`${why}`)
      expect(text).toMatch(/Training stays on home\.$/)
      expect(loss).toBeNull()
      expect(await reasonOf(scene, 'card')).toMatchObject({ available: false, reason: why })
      await scene.engine.dispose()
    }
  })

  it('finds a backend by the name that it had before', async () => {
    const time = clock()
    const offers = [offer(() => timed('home', 5, time)), offer(() => timed('tensorflow', 5, time), gpu)]
    const scene = play({ time, offers, settings: { backend: 'tfjs-node-gpu' } })
    expect((await scene.engine.call('attach', {})).settings.backend).toBe('tensorflow')
    await scene.engine.call('configure', { ...usualSettings, backend: 'tfjs-node-gpu' })
    expect((await scene.engine.call('attach', {})).settings.backend).toBe('tensorflow')
    await expect(scene.engine.call('configure', { ...usualSettings, backend: 'abacus' })).rejects.toThrow(
      'There is no backend "abacus". Choose one of auto, home, tensorflow.',
    )
    await scene.engine.dispose()
  })
})

describe('a device that fails in the middle of a run', () => {
  const lose = (how: Pick<Failing, 'as' | 'at'>, settings: Partial<EngineSettings> = {}) => {
    const time = clock()
    const card = () => failing({ backend: timed('card', 1, time), name: 'card', counts: (name) => name === 'training step', ...how }) // prettier-ignore
    return play({ time, offers: [offer(() => timed('home', 5, time)), offer(card, gpu)], settings: { backend: 'card', ...settings } }) // prettier-ignore
  }

  it.each([
    ['lost', 'card lost its device: a test said so.'],
    ['out-of-memory', 'card is out of memory: a test said so.'],
    ['untold', 'card failed: status 13.'],
  ] as const)('%s, loses at most a checkpoint interval and goes on with the same numbers', async (as, words) => {
    const scene = lose({ as, at: 130 })
    await scene.engine.call('open', { document: long() })
    await news(scene, (text) => text?.includes('Asked for by name') === true)
    await scene.engine.call('train', {})
    const { text, loss, opened } = await news(scene, (said) => said?.startsWith('card') === true)
    expect(text).toMatch(
      new RegExp(`^${words} The run continues on home from its checkpoint at step \\d+, \\d+ back\\.$`),
    )
    expect(loss?.stopped).toBe(false)
    expect(opened?.backend).toBe('home')
    const at = 127 // two steps were taken to see that it works
    expect(at - loss!.backTo).toBeGreaterThanOrEqual(0)
    const { snapshots } = await scene.engine.call('attach', {})
    await scene.engine.call('pause', {})
    const reached = scene.said('status').at(-1)!.status.step
    expect(snapshots.steps.every((step, i, all) => i === 0 || step > all[i - 1])).toBe(true)
    const stayed = play({ time: clock(), offers: [offer(() => timed('home', 5, clock()))] })
    await stayed.engine.call('open', { document: long() })
    await stayed.engine.call('step', { count: reached })
    await stayed.until('paused')
    const { history } = await scene.engine.call('attach', {})
    expect([...history.steps]).toEqual(Array.from({ length: reached }, (_, i) => i + 1))
    expect([...history.trainLoss]).toEqual([...(await stayed.engine.call('attach', {})).history.trainLoss])
    expect(await reasonOf(scene, 'card')).toMatchObject({ available: false, chosen: false })
    await scene.engine.dispose()
  })

  it('rests the run where it was last known when it is not to go on elsewhere', async () => {
    const scene = lose({ as: 'lost', at: 130 }, { onDeviceLoss: 'stop' })
    await scene.engine.call('open', { document: long() })
    await news(scene, (text) => text?.includes('Asked for by name') === true)
    await scene.engine.call('train', {})
    const { text, loss } = await news(scene, (said) => said?.startsWith('card') === true)
    expect(text).toMatch(/The run rests at its checkpoint at step \d+, \d+ back; Train continues it on home\.$/)
    expect(loss?.stopped).toBe(true)
    expect((await scene.engine.call('attach', {})).status).toMatchObject({
      step: loss!.backTo,
      state: { kind: 'paused' },
    })
    await scene.engine.call('step', { count: 5 })
    await scene.until('paused')
    expect((await scene.engine.call('attach', {})).status.step).toBe(loss!.backTo + 5)
    await scene.engine.dispose()
  })

  it('is not asked for weights again: what was trained is exported from where it was last known', async () => {
    const scene = lose({ as: 'lost', at: 130 })
    await scene.engine.call('open', { document: long() })
    await news(scene, (text) => text?.includes('Asked for by name') === true)
    await scene.engine.call('train', {})
    await news(scene, (said) => said?.startsWith('card') === true)
    await scene.engine.call('pause', {})
    expect((await scene.engine.call('exportModel', {})).provenance.backend).toBe('home')
    await scene.engine.dispose()
  })

  it('is taken again when a person asks for it', async () => {
    const scene = lose({ as: 'lost', at: 130 })
    await scene.engine.call('open', { document: long() })
    await scene.engine.call('train', {})
    await news(scene, (said) => said?.startsWith('card') === true)
    await scene.engine.call('configure', { ...usualSettings, backend: 'auto' })
    await scene.engine.call('configure', { ...usualSettings, backend: 'card' })
    await news(
      scene,
      () => scene.said('machine').filter(({ news: { text } }) => text?.includes('moved to card')).length === 2,
    )
    await scene.engine.dispose()
  })

  it('is followed by the next best, and by a failed run where there is none', async () => {
    const time = clock()
    const home = (name: string) =>
      offer(() => failing({ backend: timed(name, 5, time), name, at: 30, as: 'out-of-memory' }))
    const scene = play({ time, offers: [home('first'), home('second')] })
    await scene.engine.call('open', { document: long() })
    await scene.engine.call('train', {})
    await scene.until('failed')
    const { opened, status } = await scene.engine.call('attach', {})
    expect(opened?.backend).toBe('second')
    expect(status.state).toMatchObject({
      kind: 'failed',
      issue: {
        message: expect.stringMatching(/^second is out of memory: .* No backend works on this machine/) as string,
      },
    })
    await scene.engine.dispose()
  })
})
