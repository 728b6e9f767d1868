import { decodeFloat32 } from '@shared/document/float32'
import { expect, test } from './app'
import { pictureDrawn } from './screen'

/** A few strokes of the mouse become a density that a person knows again, soon after Train is pressed. */

/** Seconds of training. */
const SOON = 20
/** How near a point of a stroke is, in units of the plane: twice the brush. */
const NEAR = 0.5

test('learns a shape of three strokes to a recognisable density in under 20 s', async ({ page, app }) => {
  test.setTimeout(180_000)
  await pictureDrawn(page)
  await page.getByTestId('inspect-data').click()
  await page.getByTestId('draw-data').click()
  const { x, y, width, height } = (await page.getByTestId('draw-plane').boundingBox())!
  // an N: two bars and what joins them
  const strokes = [
    [0.2, 0.85, 0.2, 0.15],
    [0.2, 0.15, 0.8, 0.85],
    [0.8, 0.85, 0.8, 0.15],
  ]
  for (const [fromX, fromY, toX, toY] of strokes) {
    await page.mouse.move(x + fromX * width, y + fromY * height)
    await page.mouse.down()
    await page.mouse.move(x + toX * width, y + toY * height, { steps: 24 })
    await page.mouse.up()
  }
  await page.getByTestId('draw-use').click()
  await expect(page.getByTestId('run-state')).toContainText('ready to train')

  const client = await app.connect()
  const begun = Date.now()
  await page.getByTestId('train').click()
  await expect
    .poll(() => page.getByTestId('run-state').textContent(), { timeout: 1000 * (SOON - 2) })
    .toMatch(/finished/)
    .catch(() => undefined) // it is not over yet, and is ended here
  await client.call('engine', 'pause', {})
  expect((Date.now() - begun) / 1000).toBeLessThan(SOON)

  // held-out points against a normal fitted to all of them
  const { nll } = await client.call('engine', 'evaluate', {})
  const { document } = await client.call('engine', 'attach', {})
  const { source } = document!.data
  const drawn = Array.from(decodeFloat32(source.kind === 'table' ? source.rows : '')!)
  const points = Array.from({ length: drawn.length / 2 }, (_, i) => [drawn[2 * i], drawn[2 * i + 1]])
  expect(nll).toBeLessThan(entropyOfNormal(points) - 0.5)

  // and nearly all of the mass is near the strokes
  const side = 120
  const grid = Array.from({ length: side * side }, (_, k) => [
    -3.6 + (7.2 * ((k % side) + 0.5)) / side,
    -3.6 + (7.2 * (Math.floor(k / side) + 0.5)) / side,
  ])
  const { logDensity } = await client.call('engine', 'probe', { points: Float64Array.from(grid.flat()) })
  client.close()
  const cell = (7.2 / side) ** 2
  const lines = strokes.map((stroke) => stroke.map((share, i) => (i % 2 === 0 ? 6 * share - 3 : 3 - 6 * share)))
  let [mass, near] = [0, 0]
  grid.forEach((point, k) => {
    const own = cell * Math.exp(logDensity[k])
    mass += own
    if (lines.some((line) => distance(point, line) < NEAR)) near += own
  })
  expect(mass).toBeGreaterThan(0.98)
  expect(near / mass).toBeGreaterThan(0.85)
})

/** 1 + ln 2π + ½ ln det Σ, nats. */
function entropyOfNormal(points: readonly (readonly number[])[]): number {
  const mean = [0, 1].map((d) => points.reduce((sum, point) => sum + point[d], 0) / points.length)
  const moment = (c: number, d: number) =>
    points.reduce((sum, point) => sum + (point[c] - mean[c]) * (point[d] - mean[d]), 0) / points.length
  return 1 + Math.log(2 * Math.PI) + 0.5 * Math.log(moment(0, 0) * moment(1, 1) - moment(0, 1) ** 2)
}

/** From a line's piece from one end to the other. */
function distance([px, py]: readonly number[], [ax, ay, bx, by]: readonly number[]): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(px - ax - along * dx, py - ay - along * dy)
}
