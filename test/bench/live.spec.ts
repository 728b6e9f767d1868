import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import type { Client } from '@shared/rpc/client'
import { usualSettings } from '@shared/rpc/protocol'
import { expect, test, type App } from '../e2e/app'
import { openLoneBrowser, readyForLong, seenOn, speeds, watchCanvas } from './loneBrowser'

/**
 * Does watching cost little? The sample document trains in the app, its density in view in a real Chromium with software
 * rendering that nothing drives, and the same document on the command line, in turns of a few seconds, since the machine's own speed changes
 * from one minute to the next: on one thread, which leaves a core to the screen, and on as many as there are cores,
 * which the screen then takes its part of. On a machine that does nothing else:
 *
 *     npm run build && npx playwright test -c test/bench live
 *
 * It prints the figures and fails when a budget is missed.
 */

const SECONDS = 5
const TURNS = Number(process.env['TURNS'] ?? 6)
const THREADS = [1, 'auto'] as const
/** Steps and milliseconds after which a run is as fast as it gets. */
const [WARM, WARM_MS] = [1500, 2000]

/** The app's share of the command line's speed, densities a second, frames a second. */
const BUDGET = { share: 0.85, densities: 10, frames: 30 }

for (const threads of THREADS)
  test(`keeps training fast and the picture live, threads ${String(threads)}`, async ({ app }) => {
    test.setTimeout(300_000)
    const folder = await mkdtemp(join(tmpdir(), 'diffeo-live-'))
    const file = join(folder, 'sample.flow.json')
    const browser = await openLoneBrowser(app.url)
    await browser.drive(async (page) => {
      await readyForLong(page)
      await watchCanvas(page, 'density-canvas')
    })
    await ask(app, async (client) => {
      await client.call('engine', 'configure', { ...usualSettings, threads })
      const { document } = await client.call('engine', 'attach', {})
      await writeFile(file, JSON.stringify(document))
    })

    const turns: { readonly alone: number; readonly from: number; readonly to: number }[] = []
    for (let turn = 0; turn < TURNS; turn++) {
      const alone = await speedAlone(file, threads)
      await ask(app, (client) => client.call('engine', 'train', {}))
      await wait(WARM_MS)
      const from = Date.now()
      await wait(1000 * SECONDS)
      turns.push({ alone, from, to: Date.now() })
      await ask(app, (client) => client.call('engine', 'pause', {}))
    }
    await ask(app, (client) => client.call('engine', 'train', {}))
    const [seen, frames] = await browser.drive(
      async (page) => [await seenOn(page), await framesPerSecond(page)] as const,
    )
    await browser.close()
    await rm(folder, { recursive: true, force: true })

    const inApp = turns.map(({ from, to }) => speeds(seen, from, to))
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const [live, alone] = [mean(inApp.map(({ steps }) => steps)), mean(turns.map((turn) => turn.alone))]
    const densities = mean(inApp.map(({ pictures }) => pictures))
    const percent = (share: number): string => (100 * share).toFixed(0)
    console.log(
      `threads ${String(threads)}: ${live.toFixed(0)} steps a second in the app, ${alone.toFixed(0)} on the command line: ` +
        `${percent(live / alone)} % (budget ${percent(BUDGET.share)}), by turn ` +
        `${inApp.map(({ steps }, turn) => percent(steps / turns[turn]!.alone)).join(', ')}; ` +
        `${densities.toFixed(1)} densities a second (${BUDGET.densities}), ${frames.toFixed(0)} frames a second (${BUDGET.frames})`,
    )
    expect.soft(live / alone, 'share of the speed').toBeGreaterThanOrEqual(BUDGET.share)
    expect.soft(densities, 'densities a second').toBeGreaterThanOrEqual(BUDGET.densities)
    expect.soft(frames, 'frames a second').toBeGreaterThanOrEqual(BUDGET.frames)
  })

/** Asks the app as one more page, which is then gone again: nobody else is to be told of the run. */
async function ask<T>(app: App, question: (client: Client) => Promise<T>): Promise<T> {
  const client = await app.connect()
  try {
    return await question(client)
  } finally {
    client.close()
  }
}

/** Frames that the page can draw while it trains; by itself, since to ask for sixty a second costs what it measures. */
function framesPerSecond(page: Page): Promise<number> {
  return page.evaluate(
    (ms) =>
      new Promise<number>((done) => {
        const started = performance.now()
        let frames = 0
        const frame = (now: number) => {
          frames++
          if (now - started < ms) requestAnimationFrame(frame)
          else done((1000 * frames) / (now - started))
        }
        requestAnimationFrame(frame)
      }),
    3000,
  )
}

/** Steps a second on the command line, once it is warm, by what it says of its progress after each tenth of a run. */
function speedAlone(file: string, threads: number | 'auto'): Promise<number> {
  const out = file.replace(/\.flow\.json$/, '.model.json')
  const options = ['--steps', String(10 * WARM), '--threads', String(threads), '--out', out]
  const child = spawn(process.execPath, ['out/main/cli.js', 'train', file, ...options])
  return new Promise((done, fail) => {
    let first: { readonly step: number; readonly at: number } | null = null
    child.on('error', fail)
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const said = [...text.matchAll(/step (\d+) of/g)].at(-1)
      if (said === undefined || Number(said[1]) < WARM) return
      const now = { step: Number(said[1]), at: performance.now() }
      first ??= now
      if (now.at - first.at < 1000 * SECONDS) return
      child.kill('SIGKILL')
      done((1000 * (now.step - first.step)) / (now.at - first.at))
    })
    child.on('exit', (code) => {
      if (code !== null) fail(new Error(`The command line ended with code ${String(code)}.`))
    })
  })
}
