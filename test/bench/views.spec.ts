import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, test, type App } from '../e2e/app'
import { written } from '../e2e/documents'
import { openDocument, showView, stageShows, stepShown, tabAtHand, viewsOffered } from '../e2e/screen'
import { openLoneBrowser, readyForLong, seenOn, speeds, watchCanvas } from './loneBrowser'
import { deepDocument, wideDocument } from './subjects'

/**
 * Are the pictures as quick as a hand needs them? Each view does what it costs most at, in a real Chromium with software
 * rendering. On a machine that does nothing else:
 *
 *     npm run build && npx playwright test -c test/bench views
 *
 * It prints the figures beside their budgets and fails when one is missed.
 */

const SECONDS = 5
/** With a page and without, by turns, since the machine's own speed changes from one minute to the next. */
const TURNS = Number(process.env['TURNS'] ?? 6)
/** Milliseconds after which a page that has just come has its code compiled, and after which one that has gone is gone. */
const [WARM_MS, GONE_MS] = [8000, 2500]
/** Milliseconds that a person looks at a view before turning to the next. */
const LOOK_MS = 2000

/** A figure of more than `most`, or of less than `least`, misses its budget. */
type Budget = { readonly least: number } | { readonly most: number }

function report(what: string, value: number, unit: string, budget: Budget): void {
  const words = 'least' in budget ? `at least ${String(budget.least)}` : `at most ${String(budget.most)}`
  console.log(`${what}: ${value.toFixed(value < 10 ? 1 : 0)} ${unit} (budget ${words})`)
  if ('least' in budget) expect.soft(value, what).toBeGreaterThanOrEqual(budget.least)
  else expect.soft(value, what).toBeLessThanOrEqual(budget.most)
}

test.beforeEach(async ({ page }) => {
  test.setTimeout(300_000)
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 60_000 })
})

test('layers follow the scrubber', async ({ page }) => {
  const name = 'Sixteen couplings'
  await openDocument(page, name, written(deepDocument(name, 16)))
  await showView(page, 'layers')
  await expect(page.getByTestId('layer-slider')).toHaveAttribute('aria-valuemax', '16')
  const canvas = page.getByTestId('layers-canvas')
  await expect(canvas).toHaveAttribute('data-count', '2000')
  const drawn = await changesWhile(
    page,
    { presses: 'layer-slider', keys: ['ArrowLeft', 'ArrowRight'], shift: true },
    canvas,
    'data-layer',
  )
  report('2000 particles through 16 layers, scrubbed', drawn, 'pictures a second', { least: 30 })
})

test('a volume follows the hand', async ({ page }) => {
  await page.setViewportSize({ width: 1100, height: 700 })
  await openDocument(page, 'Trefoil knot', await readFile('resources/examples/trefoil.flow.json'))
  await showView(page, 'volume')
  const canvas = page.getByTestId('volume-canvas')
  await expect(canvas).toHaveAttribute('data-resolution', '96', { timeout: 90_000 }) // more than while it trains: 64
  await expect(canvas).toHaveAttribute('data-quality', 'rest', { timeout: 90_000 })
  const { width, height } = (await canvas.boundingBox())!
  const frames = await framesWhile(page, { presses: 'volume-canvas', keys: ['ArrowLeft'], shift: false })
  const grid = await canvas.getAttribute('data-resolution')
  report(
    `a volume of ${String(grid)}³ at ${width.toFixed(0)} × ${height.toFixed(0)}, turned`,
    1000 / frames,
    'ms a frame',
    { most: 50 },
  )
})

test('the first density follows the click on Train', async ({ page }) => {
  await readyForLong(page)

  const first = await firstChange(page)
  report('first changed density after Train', first, 'ms', { most: 250 })
})

for (const view of ['density', 'field'])
  test(`a live ${view} costs training little`, async ({ page, app }) => {
    test.setTimeout(600_000)
    await page.goto('about:blank') // the page that is measured is alone
    const browser = await openLoneBrowser(app.url)
    await browser.drive(async (lone) => {
      await readyForLong(lone)
      await showView(lone, view)
      await lone.getByTestId('train').click()
      await expect(lone.getByTestId(`${view}-canvas`)).toHaveAttribute('data-step', /[1-9]/, { timeout: 60_000 })
    })
    const turns: { readonly watched: number; readonly alone: number }[] = []
    const pictures: number[] = []
    let resolution = 0
    for (let turn = 0; turn < TURNS; turn++) {
      await browser.drive((lone) => watchCanvas(lone, `${view}-canvas`))
      await wait(WARM_MS)
      const from = Date.now()
      const watched = await stepsPerSecond(app)
      const to = Date.now()
      await browser.drive(async (lone) => {
        pictures.push(speeds(await seenOn(lone), from, to).pictures)
        // The engine draws as finely as it can afford.
        resolution = Number(await lone.getByTestId(`${view}-canvas`).getAttribute('data-resolution'))
        await lone.goto('about:blank')
      })
      await wait(GONE_MS)
      turns.push({ watched, alone: await stepsPerSecond(app) })
      await browser.drive(async (lone) => {
        await lone.goto(app.url)
        await expect(lone.getByTestId('pause')).toBeVisible({ timeout: 30_000 })
        await showView(lone, view)
      })
    }
    await browser.close()
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const share = mean(turns.map(({ watched }) => watched)) / mean(turns.map(({ alone }) => alone))
    report(`${view} while training`, mean(pictures), 'pictures a second', { least: 10 })
    report(`${view} while training`, resolution, 'places along each axis', { least: 96 })
    console.log(
      'by turn:',
      turns
        .map(({ watched, alone }) => (100 * watched) / alone)
        .map(Math.round)
        .join(', '),
    )
    report(`training with ${view} in view, of its speed without a page`, 100 * share, '%', { least: 85 })
  })

test('a trained model of many columns is explored without a stall', async ({ page, app }) => {
  const name = 'Forty-three columns'
  await openDocument(page, name, written(wideDocument(name, 43)))
  const client = await app.connect()
  await stageShows(page, client, name)
  await page.getByTestId('train').click()
  await expect.poll(() => stepShown(page), { timeout: 60_000 }).toBeGreaterThan(200)
  await page.getByTestId('pause').click()
  await expect(page.getByTestId('run-state')).toContainText('paused')
  client.close()
  const [first, ...others] = await viewsOffered(page)
  for (const view of [...others, first]) {
    const most = view === 'corner' ? 2000 : 300
    report(`43 columns: to ${view}`, await switchTime(page, view), 'ms', { most })
  }
})

for (const file of ['two-moons', 'trefoil', 'wine']) {
  test(`views of ${file} change at once`, async ({ page, app }) => {
    const content = await readFile(`resources/examples/${file}.flow.json`)
    const { name } = JSON.parse(content.toString()) as { name: string }
    await openDocument(page, name, content)
    const client = await app.connect()
    await stageShows(page, client, name)
    client.close()
    const [first, ...others] = await viewsOffered(page)
    for (const view of [...others, first])
      report(`${file}: to ${view}`, await switchTime(page, view), 'ms', { most: 300 })
  })
}

interface Hand {
  /** Test id of what has the focus. */
  readonly presses: string
  /** Pressed in turns, each as long as it takes to get from one end to the other. */
  readonly keys: readonly string[]
  readonly shift: boolean
}

/**
 * Presses a key before each frame of some seconds; answers how many frames a second there were. As a hand's, a press is a
 * task of its own: what it changes is drawn in the frame that follows. One made within a frame would be drawn in the next,
 * together with the press of that one, and only every second frame would have a picture.
 */
function framesWhile(page: Page, hand: Hand): Promise<number> {
  return page.getByTestId(hand.presses).evaluate(
    (element, [{ keys, shift }, ms]) =>
      new Promise<number>((done) => {
        const started = performance.now()
        const { port1: asks, port2: hand } = new MessageChannel()
        let frames = 0
        hand.onmessage = () => {
          const key = keys[Math.floor(frames++ / 150) % keys.length]
          element.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: shift, bubbles: true, cancelable: true }))
        }
        const frame = (now: number): void => {
          if (now - started > ms) {
            hand.close()
            done((1000 * frames) / (now - started))
            return
          }
          asks.postMessage(null)
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    [hand, SECONDS * 1000] as const,
  )
}

/** As `framesWhile`, but counts the pictures: changes of what one of them says of itself. */
async function changesWhile(page: Page, hand: Hand, canvas: Locator, attribute: string): Promise<number> {
  const [changes] = await Promise.all([changesOf(canvas, attribute), framesWhile(page, hand)])
  return changes
}

/** Changes of an attribute a second, over some seconds. */
function changesOf(canvas: Locator, attribute: string): Promise<number> {
  return canvas.evaluate(
    (element, [name, ms]) =>
      new Promise<number>((done) => {
        let seen = 0
        let value = element.getAttribute(name)
        const observer = new MutationObserver(() => {
          if (element.getAttribute(name) !== value) seen++
          value = element.getAttribute(name)
        })
        observer.observe(element, { attributeFilter: [name] })
        setTimeout(() => {
          observer.disconnect()
          done((1000 * seen) / ms)
        }, ms)
      }),
    [attribute, SECONDS * 1000] as const,
  )
}

/** Of the run that goes on, over some seconds in which nobody asks. */
async function stepsPerSecond(app: App): Promise<number> {
  const ask = async () => {
    const client = await app.connect()
    const { status } = await client.call('engine', 'attach', {})
    client.close()
    return { step: status.step, at: performance.now() }
  }
  const first = await ask()
  await wait(1000 * SECONDS)
  const last = await ask()
  return (1000 * (last.step - first.step)) / (last.at - first.at)
}

/** Milliseconds from the click on Train to a density of other weights than the first. */
function firstChange(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        const canvas = document.querySelector('[data-testid=density-canvas]')!
        const before = canvas.getAttribute('data-step')
        const started = performance.now()
        new MutationObserver((_, observer) => {
          if (canvas.getAttribute('data-step') === before) return
          observer.disconnect()
          done(performance.now() - started)
        }).observe(canvas, { attributeFilter: ['data-step'] })
        document.querySelector<HTMLElement>('[data-testid=train]')!.click()
      }),
  )
}

/** Milliseconds from the click on a view's tab until a picture is drawn: a canvas counts its frames, the rest is words. */
async function switchTime(page: Page, view: string): Promise<number> {
  // Tabs without room wait in a menu, which a hand has opened before it clicks.
  await tabAtHand(page, view)
  await page.waitForTimeout(LOOK_MS)
  return page.evaluate(
    (key) =>
      new Promise<number>((done) => {
        const stage = document.querySelector('[data-testid=view-stage]')!
        const started = performance.now()
        const look = (): void => {
          const drawn = [...stage.querySelectorAll<HTMLElement>('[data-frame]')].some(
            ({ dataset }) => Number(dataset.frame) > 0,
          )
          if (drawn) done(performance.now() - started)
          else requestAnimationFrame(look)
        }
        document.querySelector<HTMLElement>(`[data-testid=view-tab-${key}]`)!.click()
        // The view before this one goes with the next turn.
        requestAnimationFrame(look)
      }),
    view,
  )
}
