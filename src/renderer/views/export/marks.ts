/** sRGB in [0, 255] and opacity in [0, 1]. */
export type Ink = readonly [r: number, g: number, b: number, alpha: number]

export interface Stroke {
  readonly ink: Ink
  readonly width: number
  readonly dash?: readonly number[]
}

/** An outline as SVG path data, which canvases read too. */
export interface PathMark {
  readonly kind: 'path'
  readonly d: string
  readonly fill?: Ink
  readonly stroke?: Stroke
  /** What it is, for whoever opens the SVG in an editor. */
  readonly name?: string
}

export interface TextMark {
  readonly kind: 'text'
  readonly text: string
  /** The anchor on the baseline. */
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly font: { readonly size: number; readonly weight: number; readonly family: string }
  readonly fill: Ink
  /** A seam around the letters. */
  readonly seam?: Stroke
}

/** Pixels stretched over a rectangle, smoothly. */
export interface ImageMark {
  readonly kind: 'image'
  readonly canvas: HTMLCanvasElement
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type Matrix = readonly [number, number, number, number, number, number]

/** Marks in coordinates of their own, as in SVG's `matrix(a b c d e f)`; cut to `clip` in those coordinates. */
export interface GroupMark {
  readonly kind: 'group'
  readonly matrix: Matrix
  readonly clip?: { readonly width: number; readonly height: number; readonly radius?: number }
  readonly marks: readonly Mark[]
}

/**
 * A picture as a list of what is on it, from the back to the front, in CSS pixels. It is drawn onto canvases of any size
 * and written as SVG by the two writers beside this file, which therefore agree on every axis, tick and label.
 */
export type Mark = PathMark | TextMark | ImageMark | GroupMark

export const shifted = (x: number, y: number): Matrix => [1, 0, 0, 1, x, y]

/** An ink from channels in [0, 1]. */
export const inkOf = ([r, g, b]: readonly [number, number, number], alpha = 1): Ink => [
  Math.round(255 * r),
  Math.round(255 * g),
  Math.round(255 * b),
  alpha,
]

/** Hundredths of a pixel are enough, and keep files small. */
export const short = (value: number): string => String(Math.round(100 * value) / 100)

export const rectangle = (x: number, y: number, width: number, height: number): string =>
  `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`
