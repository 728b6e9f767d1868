import { computedInk } from './computedInk'
import type { Mark, TextMark } from './marks'

/** The font of a computed style. */
export const fontOf = (style: CSSStyleDeclaration): TextMark['font'] => ({
  size: Number.parseFloat(style.fontSize) || 12,
  weight: Number(style.fontWeight) || 400,
  family: style.fontFamily || 'sans-serif',
})

let ruler: CanvasRenderingContext2D | null = null

/** A text of the page as it was broken into lines there. */
export function textMarks(node: Text, style: CSSStyleDeclaration, left: number, top: number): readonly Mark[] {
  const fill = computedInk(style.color, Number(style.opacity))
  if (fill === null || node.data.trim() === '') return []
  const font = fontOf(style)
  return linesOf(node).map(({ text, box }): Mark => {
    // A line's box reaches from the font's ascent to its descent.
    const { ascent, descent } = extents(font)
    const y = box.top - top + (box.height * ascent) / (ascent + descent)
    return { kind: 'text', text, x: box.left - left, y, anchor: 'start', font, fill }
  })
}

function extents({ size, weight, family }: TextMark['font']): { ascent: number; descent: number } {
  ruler ??= document.createElement('canvas').getContext('2d')!
  ruler.font = `${String(weight)} ${String(size)}px ${family}`
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = ruler.measureText('x')
  return { ascent, descent }
}

function linesOf(node: Text): readonly { text: string; box: DOMRect }[] {
  const range = document.createRange()
  const lines: { text: string; box: DOMRect }[] = []
  for (const { 0: word, index } of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index)
    range.setEnd(node, index + word.trimEnd().length)
    const box = range.getBoundingClientRect()
    if (box.width === 0) continue
    const last = lines.at(-1)
    if (last !== undefined && Math.abs(last.box.top - box.top) < box.height / 2) last.text += ` ${word.trimEnd()}`
    else lines.push({ text: word.trimEnd(), box })
  }
  return lines
}
