import { computedInk } from '../../views/export/computedInk'
import { shifted, short, type Ink, type Mark } from '../../views/export/marks'
import { svgMarks } from '../../views/export/shownSvg'
import { textMarks } from '../../views/export/shownText'

/** What belongs to the hand: where wires end, and buttons. */
const HAND = '.fold, .repeats button, .visually-hidden, .ghost'

/**
 * What a card of the graph shows, as marks relative to (left, top) on the screen: grounds and borders with their corners,
 * texts, glyphs and thumbnails, each cut where the page cuts it.
 */
export function cardMarks(element: Element, left: number, top: number): readonly Mark[] {
  const style = getComputedStyle(element)
  const box = element.getBoundingClientRect()
  const hidden = style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0'
  if (hidden || element.matches(HAND)) return []
  if (element instanceof SVGSVGElement) return faded(svgMarks(element, left, top), Number(style.opacity))
  const [x, y] = [box.left - left, box.top - top]
  if (element instanceof HTMLCanvasElement)
    return [{ kind: 'image', canvas: element, x, y, width: box.width, height: box.height }]
  const inner = [...element.childNodes].flatMap((child) =>
    child instanceof Element
      ? cardMarks(child, left, top)
      : child instanceof Text
        ? textMarks(child, style, left, top)
        : [],
  )
  const cut = style.overflowX === 'hidden' && inner.length > 0
  const { width, height } = box
  const held: readonly Mark[] = cut
    ? [{ kind: 'group', matrix: shifted(x, y), clip: { width, height, radius: radiusOf(style) }, marks: [{ kind: 'group', matrix: shifted(-x, -y), marks: inner }] }] // prettier-ignore
    : inner
  return faded([...ground(style, x, y, box), ...held, ...border(style, x, y, box)], Number(style.opacity))
}

function ground(style: CSSStyleDeclaration, x: number, y: number, { width, height }: DOMRect): readonly Mark[] {
  // of a gradient the colour where it begins
  const plain = style.backgroundImage === 'none' ? style.backgroundColor : style.getPropertyValue('--place-colour')
  const fill = computedInk(plain)
  return fill === null || width === 0 ? [] : [{ kind: 'path', d: rounded(x, y, width, height, radiusOf(style)), fill }]
}

function border(style: CSSStyleDeclaration, x: number, y: number, { width, height }: DOMRect): readonly Mark[] {
  const thin = Number.parseFloat(style.borderTopWidth)
  const thick = Number.parseFloat(style.borderLeftWidth)
  const ink = thin > 0 ? computedInk(style.borderTopColor) : null
  if (ink === null) return []
  const dash = style.borderTopStyle === 'dashed' ? { dash: [4, 3] } : {}
  const d = rounded(x + thin / 2, y + thin / 2, width - thin, height - thin, radiusOf(style))
  const around: Mark = { kind: 'path', d, stroke: { ink, width: thin, ...dash } }
  const side = thick > thin ? computedInk(style.borderLeftColor) : null
  return side === null ? [around] : [around, { kind: 'path', d: rounded(x, y, thick, height, 1), fill: side }]
}

const radiusOf = (style: CSSStyleDeclaration): number => Number.parseFloat(style.borderTopLeftRadius) || 0

/** A rectangle with round corners. */
export function rounded(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.min(radius, width / 2, height / 2)
  const [w, h] = [short(width - 2 * r), short(height - 2 * r)]
  const turn = (dx: number, dy: number) => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`
  return `M${short(x + r)} ${short(y)}h${w}${turn(r, r)}v${h}${turn(-r, r)}h-${w}${turn(-r, -r)}v-${h}${turn(r, -r)}z`
}

/** As seen through something of this opacity. */
function faded(marks: readonly Mark[], opacity: number): readonly Mark[] {
  if (!(opacity < 1)) return marks
  const fade = ([r, g, b, alpha]: Ink): Ink => [r, g, b, alpha * opacity]
  return marks.map((mark): Mark => {
    if (mark.kind === 'group') return { ...mark, marks: faded(mark.marks, opacity) }
    if (mark.kind === 'image') return mark
    if (mark.kind === 'text') return { ...mark, fill: fade(mark.fill) }
    const { fill, stroke } = mark
    return {
      ...mark,
      ...(fill && { fill: fade(fill) }),
      ...(stroke && { stroke: { ...stroke, ink: fade(stroke.ink) } }),
    }
  })
}
