import { computedInk } from './computedInk'
import { rectangle, shifted, type Ink, type Mark, type Matrix, type Stroke } from './marks'
import { PathData } from './pathData'
import { fontOf } from './shownText'

/** What an inline SVG shows, each shape in the style that the page gives it. */
export function svgMarks(svg: SVGSVGElement, left: number, top: number): readonly Mark[] {
  const { width, height, left: x, top: y } = svg.getBoundingClientRect()
  const marks = [
    ...svg.querySelectorAll<SVGGraphicsElement>('line, rect, path, circle, ellipse, polyline, polygon, text'),
  ]
    .filter((shape) => shape.closest('defs, clipPath, [data-off-picture]') === null)
    .flatMap((shape): Mark[] => {
      const mark = shapeMark(shape)
      return mark === null ? [] : [{ kind: 'group', matrix: matrixOf(shape, x, y), marks: [cutMark(mark, shape, svg)] }]
    })
  if (marks.length === 0) return []
  const cut = getComputedStyle(svg).overflowX === 'hidden'
  return [{ kind: 'group', matrix: shifted(x - left, y - top), ...(cut && { clip: { width, height } }), marks }]
}

/** The mark as far as the rectangle reaches that cuts its shape, if one does. */
function cutMark(mark: Mark, shape: Element, svg: SVGSVGElement): Mark {
  const id = /^url\("?#(.+?)"?\)$/.exec(shape.getAttribute('clip-path') ?? '')?.[1]
  const rect = id === undefined ? null : svg.querySelector(`[id="${id}"] > rect`)
  if (rect === null) return mark
  const [x, y] = [attribute(rect, 'x'), attribute(rect, 'y')]
  const clip = { width: attribute(rect, 'width'), height: attribute(rect, 'height') }
  return {
    kind: 'group',
    matrix: shifted(x, y),
    clip,
    marks: [{ kind: 'group', matrix: shifted(-x, -y), marks: [mark] }],
  }
}

/** From a shape's own coordinates to pixels from (x, y) on the screen. */
function matrixOf(shape: SVGGraphicsElement, x: number, y: number): Matrix {
  const matrix = shape.getScreenCTM()
  return matrix === null ? shifted(0, 0) : [matrix.a, matrix.b, matrix.c, matrix.d, matrix.e - x, matrix.f - y]
}

function shapeMark(shape: SVGGraphicsElement): Mark | null {
  const style = getComputedStyle(shape)
  if (style.display === 'none' || style.visibility === 'hidden') return null
  const opacity = opacityOf(shape)
  const fill = computedInk(style.fill, opacity * number(style.fillOpacity, 1))
  const stroke = strokeOf(style, opacity)
  if (shape.tagName === 'text') return textMark(shape as SVGTextElement, style, fill, stroke)
  const d = outline(shape)
  if (d === '' || (fill === null && stroke === null)) return null
  return { kind: 'path', d, ...(fill && shape.tagName !== 'line' && { fill }), ...(stroke && { stroke }) }
}

/** Opacities of the shape and of the groups around it, within its SVG. */
function opacityOf(shape: Element): number {
  let opacity = 1
  for (let at: Element | null = shape; at !== null && at.tagName !== 'svg'; at = at.parentElement) {
    opacity *= number(getComputedStyle(at).opacity, 1)
  }
  return opacity
}

function strokeOf(style: CSSStyleDeclaration, opacity: number): Stroke | null {
  const ink = computedInk(style.stroke, opacity * number(style.strokeOpacity, 1))
  const width = number(style.strokeWidth, 1)
  if (ink === null || width === 0) return null
  const dash = style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat).filter(Number.isFinite)
  return { ink, width, ...(dash.length > 0 && { dash }) }
}

function textMark(
  shape: SVGTextElement,
  style: CSSStyleDeclaration,
  fill: Ink | null,
  seam: Stroke | null,
): Mark | null {
  const text = shape.textContent.trim()
  if (text === '' || fill === null) return null
  const [x, y] = [attribute(shape, 'x') + attribute(shape, 'dx'), attribute(shape, 'y') + attribute(shape, 'dy')]
  const anchor = style.textAnchor === 'middle' || style.textAnchor === 'end' ? style.textAnchor : 'start'
  return { kind: 'text', text, x, y, anchor, font: fontOf(style), fill, ...(seam && { seam }) }
}

function outline(shape: SVGGraphicsElement): string {
  const at = (name: string): number => attribute(shape, name)
  const path = new PathData()
  switch (shape.tagName) {
    case 'path':
      return shape.getAttribute('d') ?? ''
    case 'rect':
      return rectangle(at('x'), at('y'), at('width'), at('height'))
    case 'line':
      path.moveTo(at('x1'), at('y1'))
      path.lineTo(at('x2'), at('y2'))
      return path.toString()
    case 'circle':
      path.ellipse(at('cx'), at('cy'), at('r'), at('r'))
      return path.toString()
    case 'ellipse':
      path.ellipse(at('cx'), at('cy'), at('rx'), at('ry'))
      return path.toString()
    default: {
      const points = shape.getAttribute('points')?.trim() ?? ''
      return points === '' ? '' : `M${points}${shape.tagName === 'polygon' ? 'Z' : ''}`
    }
  }
}

const number = (text: string, otherwise: number): number => {
  const value = Number.parseFloat(text)
  return Number.isFinite(value) ? value : otherwise
}

/** A length in pixels, or in em of the default size. */
function attribute(shape: Element, name: string): number {
  const text = shape.getAttribute(name) ?? ''
  const value = number(text, 0)
  return text.endsWith('em') ? value * number(getComputedStyle(shape).fontSize, 12) : value
}
