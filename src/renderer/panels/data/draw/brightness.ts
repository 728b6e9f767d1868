import { jitter } from './jitter'
import { SIDE, type Point } from './drawing'

/** Which parts of an image the points are on. */
export type Parts = 'bright' | 'dark'

/** An image as canvases give it: RGBA in bytes, row by row from the top. */
export interface Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/**
 * Points with the density of an image's brightness, or of its darkness: each pixel as likely as it is bright (linear light,
 * Rec. 709), and the point uniform over it. The longer edge fills the plane. None of an image without such parts.
 */
export function pointsOfBrightness(image: Pixels, parts: Parts, count: number, seed: number): readonly Point[] {
  const { data, width, height } = image
  const sums = new Float64Array(width * height)
  let sum = 0
  for (let i = 0; i < sums.length; i++) {
    const light = luminance(data[4 * i], data[4 * i + 1], data[4 * i + 2])
    // what cannot be seen has neither
    sum += (data[4 * i + 3] / 255) * (parts === 'bright' ? light : 1 - light)
    sums[i] = sum
  }
  if (!(sum > 0)) return []
  const pixel = (2 * SIDE) / Math.max(width, height)
  return Array.from({ length: count }, (_, k) => {
    const at = firstAbove(sums, jitter(seed, 3 * k) * sum)
    const [column, row] = [at % width, Math.floor(at / width)]
    return {
      x: (column + jitter(seed, 3 * k + 1) - width / 2) * pixel,
      y: (height / 2 - row - jitter(seed, 3 * k + 2)) * pixel,
    }
  })
}

const luminance = (red: number, green: number, blue: number): number =>
  0.2126 * linear[red] + 0.7152 * linear[green] + 0.0722 * linear[blue]

/** sRGB's bytes as linear light. */
const linear = Float64Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** The place of the first of rising sums that is above a value below the last. */
function firstAbove(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle] > value) high = middle
    else low = middle + 1
  }
  return low
}
