import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect, test } from '../e2e/app'
import { pictureDrawn, stepShown } from '../e2e/screen'

/**
 * Does watching cost little? The sample document trains in the app, its density in view in a real Chromium with software
 * rendering, and the same document on the command line, in turns: on one thread, which leaves a core to the screen, and on
 * as many as there are cores, which the screen then takes its part of. On a machine that does nothing else:
 *
 *     npm run build && npx playwright test -c test/bench live
 *
 * It prints the figures and fails when a budget is missed.
 */

const SECONDS = 12
const ROUNDS = [1, 'auto', 1, 'auto'] as const
/** Steps of two runs on the command line: their difference in time is free of the start. */
const [FEW, MANY] = [1000, 9000]

/** The app's share of the command line's speed, densities a second, frames a second. */
const BUDGET = { share: 0.85, densities: 10, frames: 30 }

test('keeps training fast and the picture live', async ({ page, app }) => {
  test.setTimeout(300_000)
  await page.reload()
  await pictureDrawn(page)
  const client = await app.connect()
  const { document: sample } = await client.call('engine', 'attach', {})
  const folder = await mkdtemp(join(tmpdir(), 'diffeo-live-'))
  const file = join(folder, 'sample.flow.json')
  await writeFile(file, JSON.stringify(sample))
  const steps = page.getByTestId('training-steps').getByRole('spinbutton')
  await steps.fill('1000000')
  await steps.press('Enter')
  await expect(page.getByTestId('run-step')).toContainText(/1.000.000/)

  const rounds = []
  for (const threads of ROUNDS) {
    await client.call('engine', 'configure', { precision: 'float32', threads })
    await page.getByTestId('train').click()
    await expect(page.getByTestId('run-state')).toContainText('training')
    await page.waitForTimeout(2000)
    const before = await stepShown(page)
    const started = performance.now()
    const densities = await page.evaluate(
      (ms) =>
        new Promise<number>((done) => {
          let seen = 0
          const observer = new MutationObserver(() => seen++)
          const canvas = document.querySelector('[data-testid=density-canvas]')!
          observer.observe(canvas, { attributeFilter: ['data-step'] })
          setTimeout(() => {
            observer.disconnect()
            done(seen)
          }, ms)
        }),
      SECONDS * 1000,
    )
    const after = await stepShown(page)
    const seconds = (performance.now() - started) / 1000
    const frames = await framesPerSecond(page)
    await page.getByTestId('pause').click()
    await expect(page.getByTestId('run-state')).toContainText('paused')
    const trainAlone = (steps: number) => secondsAlone(file, ['--steps', String(steps), '--threads', String(threads)])
    const alone = (MANY - FEW) / ((await trainAlone(MANY)) - (await trainAlone(FEW)))
    const inApp = (after - before) / seconds
    rounds.push({ threads, inApp, alone, share: inApp / alone, densities: densities / seconds, frames })
  }
  client.close()
  await rm(folder, { recursive: true, force: true })

  console.log(await page.getByTestId('status-backend').innerText())
  for (const { threads, inApp, alone, share, densities, frames } of rounds)
    console.log(
      `threads ${threads}: ${inApp.toFixed(0)} steps a second in the app, ${alone.toFixed(0)} on the command line: ${(100 * share).toFixed(0)} % ` +
        `(budget ${100 * BUDGET.share}); ${densities.toFixed(1)} densities a second (${BUDGET.densities}), ` +
        `${frames.toFixed(0)} frames a second (${BUDGET.frames})`,
    )
  for (const { threads, share, densities, frames } of rounds) {
    expect.soft(share, `share of the speed, threads ${String(threads)}`).toBeGreaterThanOrEqual(BUDGET.share)
    expect.soft(densities, 'densities a second').toBeGreaterThanOrEqual(BUDGET.densities)
    expect.soft(frames, 'frames a second').toBeGreaterThanOrEqual(BUDGET.frames)
  }
})

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

/** Seconds that the command line takes. */
async function secondsAlone(file: string, options: readonly string[]): Promise<number> {
  const started = performance.now()
  const out = join(dirname(file), 'model.json')
  await promisify(execFile)(process.execPath, ['out/main/cli.js', 'train', file, ...options, '--out', out])
  return (performance.now() - started) / 1000
}
