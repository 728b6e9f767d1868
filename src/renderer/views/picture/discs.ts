/** Discs of what is selected are smaller where there are so many that they lie over each other. */
const MANY = 300
const SMALLER = 0.72

/** A disc at each of the places [n, 2] in pixels; places that are no number have none. */
export function discPath(places: Float32Array, radius: number): Path2D {
  const path = new Path2D()
  const r = radius * discScale(places.length / 2)
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i], places[i + 1]]
    if (!Number.isFinite(x + y)) continue
    path.moveTo(x + r, y)
    path.arc(x, y, r, 0, 2 * Math.PI)
  }
  return path
}

const discScale = (count: number): number => (count > MANY ? SMALLER : 1)

/** Each disc keeps an edge of its own, also where others lie under it. */
export function paintDiscs(context: CanvasRenderingContext2D, path: Path2D, ink: string, halo: string): void {
  context.fillStyle = ink
  context.fill(path)
  context.lineWidth = 1
  context.strokeStyle = halo
  context.stroke(path)
}
