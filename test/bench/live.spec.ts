import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { expect, test } from '../e2e/app'
import { pictureDrawn, stepShown } from '../e2e/screen'

/**
 * Does watching cost little? The sample document trains in the app, its density in view in a real Chromium with software
 * rendering, and the same document on the command line, in turns. On a machine that does nothing else:
 *
 *     npm run build && npx playwright test -c test/bench live
 *
 * It prints the figures and fails when a budget is missed.
 */

const SECONDS = 12
const ROUNDS = 2
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
  client.close()
  const folder = await mkdtemp(join(tmpdir(), 'diffeo-live-'))
  const file = join(folder, 'sample.flow.json')
  await writeFile(file, JSON.stringify(sample))
  const steps = page.getByTestId('training-steps').getByRole('spinbutton')
  await steps.fill('1000000')
  await steps.press('Enter')
  await expect(page.getByTestId('run-step')).toContainText(/1.000.000/)

  const rounds = []
  for (let round = 0; round < ROUNDS; round++) {
    await page.getByTestId('train').click()
    await expect(page.getByTestId('run-state')).toContainText('training')
    await page.waitForTimeout(2000)
    const before = await stepShown(page)
    const started = performance.now()
    const { frames, densities } = await page.evaluate(
      (ms) =>
        new Promise<{ frames: number; densities: number }>((done) => {
          const seen = { frames: 0, densities: 0 }
          const canvas = document.querySelector('[data-testid=density-canvas]')!
          const observer = new MutationObserver(() => seen.densities++)
          observer.observe(canvas, { attributeFilter: ['data-step'] })
          let running = true
          const frame = () => {
            seen.frames++
            if (running) requestAnimationFrame(frame)
          }
          requestAnimationFrame(frame)
          setTimeout(() => {
            running = false
            observer.disconnect()
            done(seen)
          }, ms)
        }),
      SECONDS * 1000,
    )
    const after = await stepShown(page)
    const seconds = (performance.now() - started) / 1000
    await page.getByTestId('pause').click()
    await expect(page.getByTestId('run-state')).toContainText('paused')
    const alone = (MANY - FEW) / ((await trainAlone(file, MANY, folder)) - (await trainAlone(file, FEW, folder)))
    const inApp = (after - before) / seconds
    rounds.push({ inApp, alone, share: inApp / alone, densities: densities / seconds, frames: frames / seconds })
  }
  await rm(folder, { recursive: true, force: true })

  console.log(await page.getByTestId('status-backend').innerText())
  for (const { inApp, alone, share, densities, frames } of rounds)
    console.log(
      `${inApp.toFixed(0)} steps a second in the app, ${alone.toFixed(0)} on the command line: ${(100 * share).toFixed(0)} % ` +
        `(budget ${100 * BUDGET.share}); ${densities.toFixed(1)} densities a second (${BUDGET.densities}), ` +
        `${frames.toFixed(0)} frames a second (${BUDGET.frames})`,
    )
  for (const { share, densities, frames } of rounds) {
    expect.soft(share, 'share of the speed').toBeGreaterThanOrEqual(BUDGET.share)
    expect.soft(densities, 'densities a second').toBeGreaterThanOrEqual(BUDGET.densities)
    expect.soft(frames, 'frames a second').toBeGreaterThanOrEqual(BUDGET.frames)
  }
})

/** Seconds that the command line takes for so many steps. */
async function trainAlone(file: string, steps: number, folder: string): Promise<number> {
  const started = performance.now()
  const out = join(folder, 'model.json')
  await promisify(execFile)(process.execPath, [
    'out/main/cli.js',
    'train',
    file,
    '--steps',
    String(steps),
    '--out',
    out,
  ])
  return (performance.now() - started) / 1000
}
