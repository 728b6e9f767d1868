import { Buffer } from 'node:buffer'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from '@playwright/test'

/**
 * Draws `icon.svg` at every size that the three systems ask for, with the Chromium of the end-to-end tests:
 * `node installer/icons.mjs [CHROMIUM]`. What it writes is kept with the source.
 */

const here = import.meta.dirname
const svg = readFileSync(join(here, 'icon.svg'), 'utf8')

/** macOS sets icons on a grid with a margin, which the drawing has; elsewhere the tile fills its square. */
const filling = svg.replace('viewBox="0 0 1024 1024"', 'viewBox="84 84 856 856"')

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] })
const page = await browser.newPage()

/** The drawing as a PNG, and its pixels: RGBA, row by row from the top, alpha apart. */
async function draw(source, size) {
  const [png, pixels] = await page.evaluate(
    async ([text, side]) => {
      const { Blob, Image, OffscreenCanvas, URL } = globalThis // the page's
      const image = new Image(side, side)
      image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
      await image.decode()
      const canvas = new OffscreenCanvas(side, side)
      const context = canvas.getContext('2d')
      context.drawImage(image, 0, 0, side, side)
      const { data } = context.getImageData(0, 0, side, side)
      const blob = await canvas.convertToBlob()
      return [[...new Uint8Array(await blob.arrayBuffer())], [...data]]
    },
    [source, size],
  )
  return { size, png: Buffer.from(png), pixels: Buffer.from(pixels) }
}

/** Windows: small pictures as bitmaps, which every reader of icons knows, and the largest as PNG. */
function ico(drawings) {
  const bodies = drawings.map((drawing) => (drawing.size < 256 ? bitmap(drawing) : drawing.png))
  const head = Buffer.alloc(6 + 16 * drawings.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(drawings.length, 4)
  let offset = head.length
  drawings.forEach(({ size }, at) => {
    const entry = 6 + 16 * at
    head.writeUInt8(size % 256, entry) // 0 stands for 256
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(bodies[at].length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += bodies[at].length
  })
  return Buffer.concat([head, ...bodies])
}

/** A bitmap of an icon: BGRA from the lowest row up, then a mask of one bit a pixel, left empty for alpha says it. */
function bitmap({ size, pixels }) {
  const head = Buffer.alloc(40)
  head.writeUInt32LE(40, 0)
  head.writeInt32LE(size, 4)
  head.writeInt32LE(2 * size, 8) // the picture and its mask
  head.writeUInt16LE(1, 12)
  head.writeUInt16LE(32, 14)
  const rows = Array.from({ length: size }, (_, row) => {
    const line = Buffer.from(pixels.subarray((size - 1 - row) * size * 4, (size - row) * size * 4))
    for (let at = 0; at < line.length; at += 4) line.subarray(at, at + 3).reverse()
    return line
  })
  return Buffer.concat([head, ...rows, Buffer.alloc(size * Math.ceil(size / 32) * 4)])
}

/** What macOS calls its sizes: `ic11` is 16 points on a screen of double density. */
const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 }

/** macOS: a list of named PNGs. */
function icns(drawingOf) {
  const entries = Object.entries(icnsTypes).map(([type, size]) => {
    const { png } = drawingOf(size)
    const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
    head.writeUInt32BE(png.length + 8, 4)
    return Buffer.concat([head, png])
  })
  const body = Buffer.concat(entries)
  const head = Buffer.from('icns\0\0\0\0', 'latin1')
  head.writeUInt32BE(body.length + 8, 4)
  return Buffer.concat([head, body])
}

mkdirSync(join(here, 'icons'), { recursive: true })
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
  writeFileSync(join(here, 'icons', `${size}x${size}.png`), (await draw(filling, size)).png)
}
const windows = []
for (const size of [16, 20, 24, 32, 40, 48, 64, 128, 256]) windows.push(await draw(filling, size))
writeFileSync(join(here, 'icon.ico'), ico(windows))
const mac = new Map()
for (const size of new Set(Object.values(icnsTypes))) mac.set(size, await draw(svg, size))
writeFileSync(
  join(here, 'icon.icns'),
  icns((size) => mac.get(size)),
)
await browser.close()
