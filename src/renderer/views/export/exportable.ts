import { computedInk } from './computedInk'
import { drawMarks } from './markCanvas'
import { rectangle, type Ink, type Mark } from './marks'
import { svgOf } from './markSvg'
import type { NumberTable } from './numbers'
import { shownMarks, type CanvasFigure } from './shownMarks'

/** What a stage says of its picture; all else is read from the page. */
export interface StageExport {
  /** What the picture shows, as a title. */
  readonly title: string
  /** Of the weights shown. */
  readonly step: number
  /** What its canvases show, in marks. Left out, their bitmaps are taken, and there is no SVG. */
  readonly figure?: CanvasFigure
  /** Draws its canvases at once with so many device pixels per CSS pixel; null: as many as the screen has. */
  readonly rescale?: (scale: number | null) => void
  /** Whether everything is vectors without a figure: there is no canvas. */
  readonly vector?: boolean
  readonly numbers?: (() => NumberTable) | undefined
  /** Places along a way through the picture, from 0 to `last`, for a film of it. */
  readonly pass?: { readonly last: number; readonly now: number; go(t: number): void }
}

/** What can be taken from a picture. */
export interface Exportable {
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  readonly step: number
  /** Draws everything: the picture, axes, labels and legend. */
  draw(context: CanvasRenderingContext2D, scale: number, transparent: boolean): void
  readonly svg: ((transparent: boolean) => string) | null
  readonly numbers: (() => NumberTable) | null
  readonly pass: StageExport['pass'] | null
}

/** The colour on which an element stands: its own, or that of the nearest one around it. */
function groundOf(element: Element): Ink | null {
  const own = computedInk(getComputedStyle(element).backgroundColor)
  return own ?? (element.parentElement === null ? null : groundOf(element.parentElement))
}

/** Parts of a stage that belong to its picture. */
const PARTS = '.plot, [data-in-picture]'
/** Pixels around them, so that no label ends at the edge. */
const EDGE = 8

/** The picture inside `stage`, or null while it has no size. */
export function exportableOf(stage: Element, said: StageExport): Exportable | null {
  const parts = [...stage.querySelectorAll(PARTS)]
  const boxes = parts.map((part) => part.getBoundingClientRect())
  const left = Math.min(...boxes.map((box) => box.left)) - EDGE
  const top = Math.min(...boxes.map((box) => box.top)) - EDGE
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) + EDGE - left)
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) + EDGE - top)
  if (!(width > 2 * EDGE && height > 2 * EDGE)) return null

  const marks = (transparent: boolean): readonly Mark[] => {
    const panel = groundOf(stage)
    const ground: readonly Mark[] =
      transparent || panel === null ? [] : [{ kind: 'path', d: rectangle(0, 0, width, height), fill: panel }]
    return [...ground, ...parts.flatMap((part) => shownMarks(part, left, top, said.figure ?? (() => null)))]
  }
  return {
    width,
    height,
    step: said.step,
    draw(context, scale, transparent) {
      said.rescale?.(scale)
      context.save()
      context.scale(scale, scale)
      drawMarks(context, marks(transparent))
      context.restore()
      said.rescale?.(null)
    },
    svg:
      said.figure === undefined && said.vector !== true
        ? null
        : (transparent) => svgOf(marks(transparent), { width, height, title: said.title }),
    numbers: said.numbers ?? null,
    pass: said.pass ?? null,
  }
}
