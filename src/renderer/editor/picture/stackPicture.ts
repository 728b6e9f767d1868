import { computedInk } from '../../views/export/computedInk'
import type { Exportable } from '../../views/export/exportable'
import { embeddedFonts } from '../../views/export/fonts'
import { drawMarks } from '../../views/export/markCanvas'
import { rectangle, type Mark } from '../../views/export/marks'
import { svgOf } from '../../views/export/markSvg'
import { pngOf } from '../../views/export/png'
import { svgMarks } from '../../views/export/shownSvg'
import { cardMarks } from './cardMarks'

/** Pixels around the stack. */
const EDGE = 16
/** Pixels of a PNG to a pixel of the page. */
const SCALE = 2

interface Picture {
  readonly marks: readonly Mark[]
  readonly width: number
  readonly height: number
}

/** The whole stack as a PNG, in the theme of the page. */
export function stackPng(canvas: HTMLElement): Promise<Uint8Array<ArrayBuffer>> {
  const { marks, width, height } = pictureOf(canvas)
  const draw: Exportable['draw'] = (context, scale) => {
    context.save()
    context.scale(scale, scale)
    drawMarks(context, marks)
    context.restore()
  }
  return pngOf({ width, height, step: 0, draw, svg: null, numbers: null, pass: null }, SCALE, false)
}

/** The same as SVG; the fonts of its texts are in it. */
export async function stackSvg(canvas: HTMLElement, title: string): Promise<string> {
  const { marks, width, height } = pictureOf(canvas)
  return svgOf(marks, { width, height, title, style: await embeddedFonts() })
}

/** Reads the graph as the page has it, all of it at its natural size wherever the view is. */
function pictureOf(canvas: HTMLElement): Picture {
  const pane = canvas.querySelector<HTMLElement>('.vue-flow__transformationpane')
  if (!pane) throw new Error('internal: there is no graph on the canvas')
  const before = pane.style.transform
  // nothing is drawn in between: this is measured and put back at once
  pane.style.transform = 'none'
  try {
    return measured(canvas, pane)
  } finally {
    pane.style.transform = before
  }
}

function measured(canvas: HTMLElement, pane: HTMLElement): Picture {
  const depth = (node: HTMLElement): number => Number(node.style.zIndex) || 0
  const nodes = [...pane.querySelectorAll<HTMLElement>('.vue-flow__node')].sort((a, b) => depth(a) - depth(b))
  const boxes = nodes.flatMap((node) => [...node.children].map((child) => child.getBoundingClientRect()))
  const [left, top] = [
    Math.min(...boxes.map((box) => box.left)) - EDGE,
    Math.min(...boxes.map((box) => box.top)) - EDGE,
  ]
  const width = Math.ceil(Math.max(...boxes.map((box) => box.right)) + EDGE - left)
  const height = Math.ceil(Math.max(...boxes.map((box) => box.bottom)) + EDGE - top)
  const fill = computedInk(getComputedStyle(canvas).backgroundColor)
  const wires = [...pane.querySelectorAll<SVGSVGElement>('svg.wires')]
  const cards = (all: readonly HTMLElement[]): readonly Mark[] => all.flatMap((node) => cardMarks(node, left, top))
  const marks: readonly Mark[] = [
    ...(fill ? [{ kind: 'path', d: rectangle(0, 0, width, height), fill } as const] : []),
    ...cards(nodes.filter((node) => depth(node) < 0)),
    ...wires.flatMap((svg) => svgMarks(svg, left, top)),
    ...cards(nodes.filter((node) => depth(node) >= 0)),
  ]
  return { marks, width, height }
}
