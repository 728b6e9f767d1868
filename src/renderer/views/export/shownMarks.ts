import { computedInk } from './computedInk'
import { rectangle, shifted, type Mark } from './marks'
import { svgMarks } from './shownSvg'
import { textMarks } from './shownText'

/** Marks in place of a canvas, in its own CSS pixels; null leaves its bitmap. */
export type CanvasFigure = (canvas: HTMLCanvasElement) => readonly Mark[] | null

/** What belongs to the hand and not to the picture: the cursor's cross, notices, handles. */
const HAND = '[data-off-picture], .visually-hidden'

/**
 * What an element shows, as marks relative to (left, top) on the screen: its axes, labels and legends are read from the
 * page as they stand there, so that a file never tells another thing than the window.
 */
export function shownMarks(element: Element, left: number, top: number, figure: CanvasFigure): readonly Mark[] {
  const style = getComputedStyle(element)
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0' || element.matches(HAND))
    return []
  const box = element.getBoundingClientRect()
  if (element instanceof HTMLCanvasElement) return canvasMarks(element, box, left, top, figure)
  if (element instanceof SVGSVGElement) return svgMarks(element, left, top)
  const marks: Mark[] = []
  const ground = computedInk(style.backgroundColor, Number(style.opacity))
  if (ground !== null && box.width > 0) {
    marks.push({ kind: 'path', d: rectangle(box.left - left, box.top - top, box.width, box.height), fill: ground })
  }
  marks.push(...pseudoMarks(element, box, left, top))
  for (const child of element.childNodes) {
    if (child instanceof Element) marks.push(...shownMarks(child, left, top, figure))
    else if (child instanceof Text) marks.push(...textMarks(child, style, left, top))
  }
  return marks
}

function canvasMarks(
  canvas: HTMLCanvasElement,
  box: DOMRect,
  left: number,
  top: number,
  figure: CanvasFigure,
): readonly Mark[] {
  const { width, height } = box
  const marks = figure(canvas) ?? [{ kind: 'image', canvas, x: 0, y: 0, width, height }]
  return [{ kind: 'group', matrix: shifted(box.left - left, box.top - top), clip: { width, height }, marks }]
}

/** Marks of a legend are drawn by the style sheet alone. */
function pseudoMarks(element: Element, box: DOMRect, left: number, top: number): readonly Mark[] {
  return ['::before', '::after'].flatMap((name): Mark[] => {
    const style = getComputedStyle(element, name)
    if (style.content === 'none' || style.position !== 'absolute') return []
    const ink = computedInk(style.backgroundColor)
    const [x, y, width, height] = [style.left, style.top, style.width, style.height].map(Number.parseFloat)
    if (ink === null || !Number.isFinite(x + y + width + height)) return []
    return [{ kind: 'path', d: rectangle(box.left - left + x, box.top - top + y, width, height), fill: ink }]
  })
}
