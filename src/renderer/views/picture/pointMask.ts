import type { Cloud } from './planePicture'

/** Side of a mark's square in pixels, and places within a pixel that are told apart along each axis. */
export const MASK_SIDE = 9
export const SUBPIXELS = 4

const clamped = (v: number): number => Math.min(1, Math.max(0, v))
const smoothstep = (from: number, to: number, v: number): number => {
  const t = clamped((v - from) / (to - from))
  return t * t * (3 - 2 * t)
}

/** Opacity of a cloud: data lie over what moves, and many of them over each other. Of its halo too. */
const ALPHA = { data: 0.7, model: 0.9, marked: 1 } as const
const HALO = { data: 0.45, model: 0.45, marked: 0.9 } as const
/** The half diagonal of a diamond in pixels: small, since there are thousands. The radius of a disc. */
const DIAMOND = 2.6
const DISC = 3

/** Pixels from a mark's edge, as in the shader of sample points. */
const fromEdge: Readonly<Record<Exclude<Cloud, 'rest'>, (dx: number, dy: number) => number>> = {
  data: (dx, dy) => Math.abs(Math.hypot(dx, dy) - 2.75) - 0.55,
  model: (dx, dy) => (Math.abs(dx) + Math.abs(dy) - DIAMOND) * Math.SQRT1_2,
  marked: (dx, dy) => Math.hypot(dx, dy) - DISC,
}

/** What a mark covers, as pairs of numbers for each pixel: all of it, halo and ink, and the ink alone. */
export type PointMask = Float32Array

/** Masks [SUBPIXELS², MASK_SIDE², 2] of a mark whose middle lies between pixels: diamonds and discs are filled, circles hollow. */
export function pointMasks(cloud: Exclude<Cloud, 'rest'>): PointMask {
  const masks = new Float32Array(SUBPIXELS ** 2 * MASK_SIDE ** 2 * 2)
  let to = 0
  for (let sy = 0; sy < SUBPIXELS; sy++) {
    for (let sx = 0; sx < SUBPIXELS; sx++) {
      for (let y = 0; y < MASK_SIDE; y++) {
        for (let x = 0; x < MASK_SIDE; x++) {
          const dx = x - (MASK_SIDE - 1) / 2 + 0.5 - (sx + 0.5) / SUBPIXELS
          const dy = y - (MASK_SIDE - 1) / 2 + 0.5 - (sy + 0.5) / SUBPIXELS
          const d = fromEdge[cloud](dx, dy)
          const inside = 1 - smoothstep(-0.5, 0.5, d)
          masks[to++] = ALPHA[cloud] * Math.max(inside, HALO[cloud] * (1 - smoothstep(0.5, 1.5, d)))
          masks[to++] = ALPHA[cloud] * inside
        }
      }
    }
  }
  return masks
}
