/** Discs of what is selected are smaller where there are so many that they lie over each other. */
const MANY = 300
const SMALLER = 0.72

export const discRadius = (count: number, radius: number): number => radius * (count > MANY ? SMALLER : 1)

/** A disc at each of the places [n, 2] in pixels; places that are no number have none. */
export function discPath(places: Float32Array, radius: number): Path2D {
  const path = new Path2D()
  const r = discRadius(places.length / 2, radius)
  for (let i = 0; i < places.length; i += 2) {
    const [x, y] = [places[i], places[i + 1]]
    if (!Number.isFinite(x + y)) continue
    path.moveTo(x + r, y)
    path.arc(x, y, r, 0, 2 * Math.PI)
  }
  return path
}

/** In a seam of the ground's colour, to be seen over all else. */
export function paintDiscs(context: CanvasRenderingContext2D, path: Path2D, ink: string, halo: string): void {
  context.lineWidth = 2.5
  context.strokeStyle = halo
  context.stroke(path)
  context.fillStyle = ink
  context.fill(path)
}
