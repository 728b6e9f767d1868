import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { undo } from '@shared/document/history'
import { Random } from '@shared/math/random'
import type { Client } from '@shared/rpc/client'
import { usualSettings } from '@shared/rpc/protocol'
import { openClient, startShell, type Shell } from '../../e2e/webShell'
import { smallDocument } from '../../engine/documents'
import { buildEntries } from '../engine/buildEntry'
import { look } from './found'
import { killWhileSaving } from './saved'
import { SAVED, textOf } from './text'
import { stateOf, trainToEnd, turnTo, watchSteps } from './training'
import { createTypist } from './typist'

/** Other moments: DIFFEO_KILL_SEED=8 npx vitest run test/main/kill */
const seed = Number(process.env['DIFFEO_KILL_SEED'] ?? 7)

const EVERY = 20
const trained = smallDocument({ steps: 6000, batchSize: 512, checkpointEvery: EVERY }, ['affine', 'spline-coupling'])
const INTERVAL_MS = 2000
/** Characters of what is kept beside the documents. */
const KEPT = 300_000
/** Until the engine's word is on the disk, on a machine with other work. */
const SLACK_MS = 500
const SECOND_MS = 1000

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The real server and the real engine, each a process that is really killed. */
describe(`killed at random moments of seed ${seed}`, () => {
  let folder: string
  let home: string
  let remove: () => Promise<void>
  const entry = (name: string) => join(folder, 'out', 'main', `${name}.js`)

  beforeAll(async () => {
    const sources = {
      web: 'src/main/web/index.ts',
      engine: 'src/main/engine/index.ts',
      worker: 'src/main/engine/threads/worker.ts',
      saver: 'test/main/kill/saver.ts',
    }
    ;({ folder, remove } = await buildEntries(sources, 'out/main/[name].js', {
      electron: 'test/main/kill/fakeDialog.ts',
    }))
    await writeFile(join(folder, 'package.json'), '{ "version": "0.0.0-test", "type": "module" }')
    await mkdir(join(folder, 'out', 'renderer'), { recursive: true })
    await writeFile(join(folder, 'out', 'renderer', 'index.html'), '<html><head></head></html>')
    home = await mkdtemp(join(tmpdir(), 'diffeo-kill-'))
  }, 60_000)
  afterAll(async () => {
    await rm(home, { recursive: true, force: true })
    await remove()
  })

  it('has a file that was saved over as it was or as it is to be, and nothing beside it', async () => {
    const random = new Random(seed)
    const own = join(home, 'own')
    const path = join(own, 'a.flow.json')
    let done = 0
    for (let kill = 1; kill <= 10; kill++) {
      const found = await killWhileSaving(entry('saver'), path, done, 100 * random.uniform())
      const whole = [found.done, found.done + 1].find((count) => found.text === textOf(count, SAVED))
      expect(whole, `seed ${seed}, kill ${kill} of a save`).toBeDefined()
      expect((await readdir(own)).length, `seed ${seed}, kill ${kill} of a save`).toBeLessThanOrEqual(2)
      done = whole!
    }
    await rm(own, { recursive: true })
  })

  it('loses the last second of edits and the last interval of training at most', async () => {
    const random = new Random(seed).fork('app')
    const page = 'page'
    const typist = createTypist(page, 'typed')
    const steps = watchSteps()
    let shell: Shell
    let client: Client
    /** What was given to be kept beside the documents. */
    let lists = 0
    let [mostEdits, mostSteps] = [0, 0]

    const start = async () => {
      shell = await startShell(home, entry('web'))
      client = await openClient(shell.url)
      steps.watch(client)
    }
    /** Checks the run that the engine holds now, and trains on. `from`: the step that it is known to go on from. */
    const goOn = async (least: number, where: string, from = Infinity) => {
      const attached = await turnTo(client, 'trained', trained)
      expect(attached.document, where).toEqual(trained)
      const { step } = attached.status
      expect(step, where).toBeGreaterThanOrEqual(least)
      expect(attached.history.trainLoss, where).toEqual(undisturbed.losses.slice(0, step))
      if (stateOf(attached) === 'finished') {
        expect((await client.call('engine', 'exportModel', {})).parameters, where).toEqual(undisturbed.parameters)
        await client.call('engine', 'reset', { seed: trained.training.seed })
        steps.begin(0)
      } else steps.begin(Math.min(step, from))
      await client.call('engine', 'train', {}).catch(() => undefined) // it trains already
    }
    const type = async (milliseconds: number) => {
      const until = performance.now() + milliseconds
      while (performance.now() < until) {
        typist.edit()
        if (random.uniform() < 0.1) keepMore()
        await wait(8 * random.uniform())
      }
    }
    /** The list of tabs, the recent documents and a version, none of which the page waits for. */
    const keepMore = () => {
      const tab = `version-${++lists}`
      const asked = [
        client.call('host', 'keepTabs', { page, text: `list ${lists}` }),
        client.call('host', 'remember', { name: `Recent ${lists}`, text: textOf(lists, KEPT) }),
        client.call('host', 'keepVersion', { tab, text: textOf(lists, KEPT) }),
      ]
      for (const one of asked) one.catch(() => undefined) // the app was killed
    }
    const checkDocument = async (killedAt: number, where: string) => {
      const { kept, given, times } = { kept: typist.kept, given: typist.given, times: [...typist.times] }
      const overASecond = times.findLastIndex((time, count) => count <= given && time <= killedAt - SECOND_MS)
      const found = await typist.takeUp(client)
      expect(found, where).toBeGreaterThanOrEqual(Math.max(kept, overASecond))
      expect(typist.state.document, where).toEqual(typist.documents[found])
      if (found > 0)
        expect(undo(typist.state.history, typist.state.document)?.document).toEqual(typist.documents[found - 1])
      mostEdits = Math.max(mostEdits, given - found)
    }
    const checkKept = async (where: string) => {
      const { broken, left } = await look(home)
      expect(broken, where).toEqual([])
      for (const [place, count] of Object.entries(left)) expect(count, `${where}: ${place}`).toBeLessThanOrEqual(2)
      const list = await client.call('host', 'claimWorkspace', { page })
      if (lists > 0 && list !== null) expect(Number(list.split(' ')[1]), where).toBeLessThanOrEqual(lists)
      for (const { id, name } of (await client.call('host', 'recent', {})).slice(0, 3))
        expect(await client.call('host', 'openRecent', { id }), where).toBe(textOf(Number(name.split(' ')[1]), KEPT))
    }

    await start()
    await client!.call('engine', 'configure', { ...usualSettings, backend: 'wasm', threads: 1 })
    await turnTo(client!, 'undisturbed', trained)
    const undisturbed = await trainToEnd(client!)
    await client!.call('engine', 'letGo', { tab: 'undisturbed' })
    await goOn(0, 'first')
    await typist.begin(client!)

    const moments = shuffled(random, [
      ...Array.from({ length: 25 }, () => 'app' as const),
      ...Array.from({ length: 10 }, () => 'engine' as const),
      ...Array.from({ length: 5 }, () => 'both' as const),
    ])
    for (const [kill, moment] of moments.entries()) {
      const where = `seed ${seed}, kill ${kill} of the ${moment}`
      if (moment === 'engine') {
        const restored = untilRestored(client!)
        // some are long enough for the interval to tell
        await type(random.uniform() < 0.4 ? 2600 + 1400 * random.uniform() : 800 * random.uniform())
        const killedAt = performance.now()
        const [before, sure] = [steps.newest, steps.stepAt(killedAt - INTERVAL_MS - SLACK_MS)]
        await client!.call('host', 'crashEngine', {})
        const resumedAt = await restored
        mostSteps = Math.max(mostSteps, before - resumedAt)
        expect(resumedAt, where).toBeGreaterThanOrEqual(Math.min(sure, before - EVERY))
        await goOn(resumedAt, where, resumedAt)
        expect(typist.given, where).toBeGreaterThan(0)
      } else {
        await type(600 * random.uniform())
        if (moment === 'both') {
          await client!.call('host', 'crashEngine', {})
          await type(100 * random.uniform())
        }
        const killedAt = performance.now()
        const sure = steps.stepAt(killedAt - INTERVAL_MS - SLACK_MS)
        await shell!.stop('SIGKILL')
        client!.close()
        typist.end()
        await start()
        await checkKept(where)
        await checkDocument(killedAt, where)
        await goOn(sure, where)
        await typist.begin(client!)
      }
    }
    expect(await trainToEnd(client!)).toEqual(undisturbed)
    client!.close()
    await shell!.stop()
    console.info(`at most ${mostEdits} edits and ${mostSteps} steps were lost`)
  })
})

function untilRestored(client: Client): Promise<number> {
  return new Promise((resolve) => {
    const stop = client.onEvent((event) => {
      if (event.event !== 'engine-restored') return
      stop()
      resolve(event.resumedAt ?? 0)
    })
  })
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  return Array.from(random.permutation(items.length), (index) => items[index]!)
}
