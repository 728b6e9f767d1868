/** What a path is made with: a 2-D canvas's context, a Path2D, or a recorder. */
export interface Pen {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
}

/**
 * Draws segments, pairs of indices into places [n, 2], as few long lines: one that begins where the last one ended goes
 * on from there. Segments with an end that is no number are left out.
 */
export function traceSegments(pen: Pen, places: Float32Array, pairs: Uint32Array): void {
  let end = -1
  for (let i = 0; i < pairs.length; i += 2) {
    const [from, to] = [pairs[i], pairs[i + 1]]
    const [x0, y0, x1, y1] = [places[2 * from], places[2 * from + 1], places[2 * to], places[2 * to + 1]]
    if (!Number.isFinite(x0 + y0 + x1 + y1)) {
      end = -1
      continue
    }
    if (from !== end) pen.moveTo(x0, y0)
    pen.lineTo(x1, y1)
    end = to
  }
}
