/**
 * The one idea of colour: z is blue, x is amber, and every layer between has the mix of its place in the stack. Hue runs
 * the way over violet and rose; lightness rises in equal steps, so that the order survives in greyscale.
 */

export interface Oklch {
  /** Lightness in [0, 1]. */
  readonly l: number
  readonly c: number
  /** Hue in degrees, in [0, 360). */
  readonly h: number
}

const latent = { l: 0.62, c: 0.15, h: 255 } as const
const data = { l: 0.76, c: 0.15, h: 75 } as const

/** Place of layer k of K on the way from z (k = 0) to x (k = K), as a fraction. An empty stack is all x. */
const fraction = (k: number, K: number): number => (K === 0 ? 1 : Math.min(1, Math.max(0, k / K)))

/** Colour of layer k of K: k = 0 is z, k = K is x. Fractional k allowed. */
export function positionOklch(k: number, K: number): Oklch {
  const t = fraction(k, K)
  return {
    l: latent.l + t * (data.l - latent.l),
    c: latent.c + t * (data.c - latent.c),
    h: (latent.h + t * (data.h + 360 - latent.h)) % 360,
  }
}

/** `positionOklch` as a CSS colour. */
export function positionColour(k: number, K: number): string {
  const { l, c, h } = positionOklch(k, K)
  return `oklch(${l.toFixed(4)} ${c.toFixed(4)} ${h.toFixed(2)})`
}

/** Colour of block k of K, counted from 1 at the base. It lies between layers k − 1 and k, and so does its colour. */
export const blockColour = (k: number, K: number): string => positionColour(k - 0.5, K)

/** sRGB in [0, 1] of an OKLCH colour, clipped to the gamut; for canvases and shaders. After B. Ottosson, "Oklab" (2020). */
export function oklchToRgb({ l, c, h }: Oklch): readonly [number, number, number] {
  const angle = (h * Math.PI) / 180
  const [a, b] = [c * Math.cos(angle), c * Math.sin(angle)]
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encode(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encode(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encode(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

/** The sRGB transfer function, after clipping. */
function encode(linear: number): number {
  const v = Math.min(1, Math.max(0, linear))
  return v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055
}
