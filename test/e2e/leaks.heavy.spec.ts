import type { Page } from '@playwright/test'
import type { FlowDocument } from '@shared/document/schema'
import type { Client } from '@shared/rpc/client'
import type { View } from '@shared/rpc/protocol'
import { expect, test } from './app'
import { smallDocument, written } from './documents'
import { countResources, countsOf, heapOf } from './resources'
import { dropFile, showView, stageShows, stepShown, viewsOffered } from './screen'

/** Views come and go all day: what one of them takes, it gives back. */

/**
 * V8 keeps what it compiles and learns of a function on the heap, for minutes more and more of it. With its compilers on,
 * snapshots after one round and after eight differ by 2.5 MB, of which 2.2 are code, 0.2 the browser's own record of its
 * timings and 0.02 objects; closures and strings are level. Without them what grows is ours.
 */
const interpreted = '--js-flags=--no-opt --no-maglev --no-sparkplug --no-lazy-feedback-allocation --no-flush-bytecode'

// Low, for the processor draws what a graphics card would.
test.use({
  viewport: { width: 1440, height: 600 },
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), interpreted] })
  },
})

const SWITCHES = 200
/** Most by which the heap may grow. */
const GROWTH = 0.05
/** Views that all windows together may have watched. */
const MAX_VIEWS = 16

test('leaves memory, WebGL, workers and watched views as they were after 200 switches of view and document', async ({
  page,
  app,
}) => {
  test.setTimeout(300_000) // a quiet machine takes a minute
  await countResources(page)
  await page.reload()
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  const client = await app.connect()
  const cdp = await page.context().newCDPSession(page)
  const documents = [
    smallDocument('A plane'),
    onData(smallDocument('Space'), {
      kind: 'toy',
      name: 'trefoil',
      samples: 1000,
      seed: 1,
      settings: {},
      fresh: false,
    }),
    onData(smallDocument('Many columns'), { kind: 'builtin', name: 'breast-cancer', columns: null }),
  ].map((document) => ({ name: document.name, content: written(document) }))

  /** Through every view of every document, back to the first view of the first; answers how many that were. */
  async function round(): Promise<number> {
    let switches = 0
    for (const { name, content } of [...documents, documents[0]]) {
      await dropFile(page, { name: 'document.flow.json', content })
      await stageShows(page, client, name)
      const [first, ...others] = await viewsOffered(page)
      for (const view of [...others, first]) {
        await showView(page, view)
        await drawn(page)
      }
      switches += 2 + others.length
    }
    return switches
  }
  const counts = async () => ({
    ...(await countsOf(page, cdp)),
    workers: page.workers().length,
    watched: await watchedBy(client),
  })

  await round()
  const [before, heapBefore] = [await counts(), await heapOf(cdp)]
  let switches = 0
  while (switches < SWITCHES) switches += await round()
  await expect.poll(counts).toEqual(before)
  expect((await heapOf(cdp)) / heapBefore).toBeLessThan(1 + GROWTH)
  client.close()
})

test('leaves them as they were after 60 switches between runs', async ({ page, app }) => {
  test.setTimeout(300_000)
  await countResources(page)
  await page.reload()
  await expect(page.getByTestId('train')).toBeEnabled({ timeout: 30_000 })
  const client = await app.connect()
  const cdp = await page.context().newCDPSession(page)
  const document = smallDocument('Runs')
  await dropFile(page, { name: 'document.flow.json', content: written(document) })
  await stageShows(page, client, document.name)
  for (const steps of [12, 8]) {
    await client.call('engine', 'step', { count: steps })
    await expect.poll(() => stepShown(page)).toBe(steps)
    await page.getByTestId('reset').click()
    await expect.poll(() => stepShown(page)).toBe(0)
  }

  /** Into the comparison, through the earlier runs in each view, and out again. */
  async function round(): Promise<number> {
    await page.getByTestId('compare').click()
    for (const view of ['field', 'layers', 'density']) {
      for (const [side, run] of [
        ['left', 1],
        ['right', 2],
        ['right', 1],
        ['left', 'present'],
      ] as const) {
        // prettier-ignore
        await page.getByTestId(`run-${side}`).click()
        await page.getByTestId(`run-choice-${String(run)}`).click()
        await drawn(page)
      }
      await showView(page, view)
    }
    await page.getByTestId('compare').click()
    await drawn(page)
    return 12
  }
  const counts = async () => ({ ...(await countsOf(page, cdp)), watched: await watchedBy(client) })

  await round()
  const [before, heapBefore] = [await counts(), await heapOf(cdp)]
  for (let switches = 0; switches < 60;) switches += await round()
  await expect.poll(counts).toEqual(before)
  expect((await heapOf(cdp)) / heapBefore).toBeLessThan(1 + GROWTH)
  client.close()
})

const onData = (document: FlowDocument, source: FlowDocument['data']['source']): FlowDocument => ({
  ...document,
  data: { ...document.data, source },
})

/** Waits for the next two frames: what is asked for on mounting has been made by then. */
const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            done()
          }),
        ),
      ),
  )

/** How many views the page has watched: another window may ask for no more than are left. */
async function watchedBy(client: Client): Promise<number> {
  for (let own = MAX_VIEWS; ; own--) {
    const views = Array.from({ length: own }, (_, i): View => ({ kind: 'samples', id: String(i), count: 1, seed: 1 }))
    const taken = await client.call('engine', 'watch', { views }).then(
      () => true,
      () => false,
    )
    await client.call('engine', 'watch', { views: [] })
    if (taken) return MAX_VIEWS - own
  }
}
