import type { Page } from '@playwright/test'
import { FlowDocument } from '@shared/document/schema'
import type { App } from './app'
import { expect, test } from './app'
import { pictureDrawn } from './screen'

/** The view of log|det J| shows what the engine computes for the very places. */

type Node = readonly [x: number, y: number, value: number]

const nodesDrawn = async (page: Page): Promise<readonly Node[]> =>
  JSON.parse((await page.getByTestId('field-canvas').getAttribute('data-values')) ?? '[]') as Node[]

/** Waits for two readings in a row that agree: the frame for what was asked last is there. */
async function restingNodes(page: Page): Promise<readonly Node[]> {
  let before = ''
  await expect
    .poll(
      async () => {
        const now = JSON.stringify(await nodesDrawn(page))
        const resting = now === before && now !== '[]'
        before = now
        return resting
      },
      { timeout: 30_000, intervals: [400] },
    )
    .toBe(true)
  return JSON.parse(before) as Node[]
}

/** Whether what is drawn is anything but `nodes`. */
async function differs(page: Page, nodes: readonly Node[]): Promise<boolean> {
  const drawn = await nodesDrawn(page)
  return nodes.some((node, i) => node.some((value, k) => Math.abs(value - drawn[i][k]) > 1e-4))
}

/** log|det ∂z/∂x| of the whole stack in the standardised units of the field. */
async function determinants(app: App, nodes: readonly Node[]): Promise<readonly number[]> {
  const client = await app.connect()
  const { opened } = await client.call('engine', 'attach', {})
  const points = Float64Array.from(nodes.flatMap(([x, y]) => [x, y]))
  const { logDet } = await client.call('engine', 'probe', { points })
  client.close()
  const units = opened!.data.units.scale.reduce((sum, scale) => sum + Math.log(scale), 0)
  return [...logDet].map((value) => value + units)
}

async function expectTrue(page: Page, app: App): Promise<readonly Node[]> {
  const nodes = await restingNodes(page)
  expect(nodes).toHaveLength(9)
  const exact = await determinants(app, nodes)
  nodes.forEach(([x, y, value], i) => {
    expect(Math.abs(value - exact[i]), `log|det J| at ${x}, ${y}`).toBeLessThan(1e-4)
  })
  return nodes
}

test('shows the determinant that the engine computes, untrained and trained', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  await page.getByTestId('view-tab-field').click()
  const untrained = await expectTrue(page, app)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 60 })
  client.close()
  await expect(page.getByTestId('run-state')).toContainText('paused', { timeout: 60_000 })
  await expect(page.getByTestId('field-canvas')).toHaveAttribute('data-step', '60')
  const trained = await expectTrue(page, app)
  expect(trained.some(([, , value], i) => Math.abs(value - untrained[i][2]) > 0.1)).toBe(true)
  await expect(page.getByTestId('field-words')).toContainText('log|det J| in nats from')
})

test('shows one block, all up to it, and the other direction', async ({ page, app }) => {
  test.setTimeout(120_000)
  await pictureDrawn(page)
  const client = await app.connect()
  await client.call('engine', 'step', { count: 60 })
  const { document } = await client.call('engine', 'attach', {})
  client.close()
  const blocks = FlowDocument.parse(document).graph.nodes.filter(({ kind }) => kind === 'bijector')
  await page.getByTestId('view-tab-field').click()
  await expect(page.getByTestId('field-canvas')).toHaveAttribute('data-step', '60', { timeout: 60_000 })
  const whole = await expectTrue(page, app)

  const choice = page.getByTestId('field-block').locator('select')
  await choice.selectOption({ index: blocks.length })
  await expect.poll(() => differs(page, whole)).toBe(true)

  // From x, all blocks up to the first one are the whole stack.
  await choice.selectOption({ index: 1 })
  await page.getByTestId('extent-up-to').click()
  await expect.poll(() => differs(page, whole)).toBe(false)

  // From z, all up to the last are the whole stack, and the first alone is all up to it.
  const canvas = page.getByTestId('field-canvas')
  await page.getByTestId('direction-forward').click()
  await expect(canvas).toHaveAttribute('data-direction', 'forward')
  const first = await restingNodes(page)
  await choice.selectOption({ index: blocks.length })
  await expect.poll(() => differs(page, first)).toBe(true)
  const last = await restingNodes(page)
  await choice.selectOption({ index: 0 })
  await expect.poll(() => differs(page, last)).toBe(false)
  await choice.selectOption({ index: 1 })
  await page.getByTestId('extent-alone').click()
  await expect.poll(() => differs(page, first)).toBe(false)
})

test('reads the field under the pointer and, by keyboard, in the middle', async ({ page }) => {
  await pictureDrawn(page)
  await page.getByTestId('view-tab-field').click()
  await restingNodes(page)
  const canvas = page.getByTestId('field-canvas')
  await canvas.hover({ position: { x: 120, y: 90 } })
  await expect(page.getByTestId('read-logdet')).toContainText('≈ 0.000')
  await expect(page.getByTestId('read-sigma')).toHaveText('1, 1')
  await page.getByTestId('unit-factor').click()
  await canvas.focus()
  await page.keyboard.press('+')
  await expect(page.getByTestId('read-logdet')).toContainText('≈ ×1')
  await expect(page.getByTestId('read-condition')).toHaveText('1')
})
