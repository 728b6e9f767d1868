import { onBeforeUnmount, shallowRef, type ShallowRef } from 'vue'

export type Rgb = readonly [number, number, number]

/** The colours that canvases draw with, sRGB in [0, 1]. */
export interface CanvasInks {
  readonly text: Rgb
  readonly dim: Rgb
  readonly hairline: Rgb
  readonly panel: Rgb
  readonly z: Rgb
  readonly x: Rgb
  readonly xInk: Rgb
  readonly good: Rgb
}

/** The theme's colours as numbers, read again whenever the theme changes. */
export function useTheme(): Readonly<ShallowRef<CanvasInks>> {
  const inks = shallowRef(readInks())
  const observer = new MutationObserver(() => (inks.value = readInks()))
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  onBeforeUnmount(() => {
    observer.disconnect()
  })
  return inks
}

/** An sRGB colour with alpha for a 2-D canvas. */
export const cssColour = ([r, g, b]: Rgb, alpha = 1): string =>
  `rgb(${String(Math.round(255 * r))} ${String(Math.round(255 * g))} ${String(Math.round(255 * b))} / ${String(alpha)})`

function readInks(): CanvasInks {
  const style = getComputedStyle(document.documentElement)
  const ink = (name: string): Rgb => resolve(style.getPropertyValue(name))
  return {
    text: ink('--text'),
    dim: ink('--text-dim'),
    hairline: ink('--hairline'),
    panel: ink('--panel'),
    z: ink('--z-ink'),
    x: ink('--x'),
    xInk: ink('--x-ink'),
    good: ink('--good'),
  }
}

/** Any CSS colour in sRGB: the browser itself converts it, by painting one pixel. */
function resolve(colour: string): Rgb {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return [0.5, 0.5, 0.5]
  context.fillStyle = colour.trim()
  context.fillRect(0, 0, 1, 1)
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data
  return [r / 255, g / 255, b / 255]
}
