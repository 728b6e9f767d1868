import { cpuContext } from '../../use/cpuCanvas'
import type { GroupMark, Ink, ImageMark, Mark, PathMark, TextMark } from './marks'

/** Draws marks onto a 2-D canvas, in its current coordinates. */
export function drawMarks(context: CanvasRenderingContext2D, marks: readonly Mark[]): void {
  for (const mark of marks) {
    context.save()
    draw(context, mark)
    context.restore()
  }
}

/** Marks in place of all that a canvas of the page shows, with `ratio` of its pixels to a CSS pixel. */
export function paintMarks(canvas: HTMLCanvasElement, marks: readonly Mark[], ratio: number): void {
  const context = cpuContext(canvas)
  if (context === null) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio)
  drawMarks(context, marks)
}

function draw(context: CanvasRenderingContext2D, mark: Mark): void {
  switch (mark.kind) {
    case 'path':
      drawPath(context, mark)
      return
    case 'text':
      drawText(context, mark)
      return
    case 'image':
      drawImage(context, mark)
      return
    case 'group':
      drawGroup(context, mark)
  }
}

const css = ([r, g, b, alpha]: Ink): string => `rgb(${String(r)} ${String(g)} ${String(b)} / ${String(alpha)})`

function drawPath(context: CanvasRenderingContext2D, { d, fill, stroke }: PathMark): void {
  const path = new Path2D(d)
  if (fill) {
    context.fillStyle = css(fill)
    context.fill(path)
  }
  if (stroke === undefined) return
  context.lineJoin = 'round'
  context.lineWidth = stroke.width
  context.strokeStyle = css(stroke.ink)
  context.setLineDash([...(stroke.dash ?? [])])
  context.stroke(path)
}

function drawText(context: CanvasRenderingContext2D, { text, x, y, anchor, font, fill, seam }: TextMark): void {
  context.font = `${String(font.weight)} ${String(font.size)}px ${font.family}`
  context.textAlign = anchor === 'middle' ? 'center' : anchor
  if (seam !== undefined) {
    context.lineJoin = 'round'
    context.lineWidth = seam.width
    context.strokeStyle = css(seam.ink)
    context.strokeText(text, x, y)
  }
  context.fillStyle = css(fill)
  context.fillText(text, x, y)
}

function drawImage(context: CanvasRenderingContext2D, { canvas, x, y, width, height }: ImageMark): void {
  if (canvas.width === 0 || canvas.height === 0) return
  context.imageSmoothingQuality = 'high'
  context.drawImage(canvas, x, y, width, height)
}

function drawGroup(context: CanvasRenderingContext2D, { matrix, clip, marks }: GroupMark): void {
  context.transform(...matrix)
  if (clip) {
    context.beginPath()
    context.roundRect(0, 0, clip.width, clip.height, clip.radius ?? 0)
    context.clip()
  }
  drawMarks(context, marks)
}
