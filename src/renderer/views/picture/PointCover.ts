import type { Rgb } from '../../use/useTheme'
import { MASK_SIDE, SUBPIXELS, type PointMask } from './pointMask'

const HALF = (MASK_SIDE - 1) / 2
/** Pixels of a mark at most. */
const MOST = MASK_SIDE ** 2

/** The smallest box of whole pixels that holds all marks: left and top within, right and bottom beyond. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Marks laid over each other into the pixels of a picture. It keeps a list of the pixels that they touch: laying them anew
 * and colouring them costs what the marks cover, however large the picture is.
 */
export class PointCover {
  /** Of each of the SUBPIXELS² places within a pixel, the pixels [MOST] of a mark there that are not clear: how many. */
  readonly #sizes = new Uint32Array(SUBPIXELS ** 2)
  /** Which they are in the mark's square, and where they lie in a picture, from the middle one. */
  readonly #squares = new Uint32Array(SUBPIXELS ** 2 * MOST)
  readonly #offsets = new Int32Array(SUBPIXELS ** 2 * MOST)
  /** Opacity in the high byte, ink in the low one. */
  readonly #stamps = new Uint16Array(SUBPIXELS ** 2 * MOST)
  #width = 0
  #height = 0
  /** [height, width]: opacity, and how much of it is ink, as in a stamp: small, so that it stays in the cache. */
  #cover = new Uint16Array(0)
  /** Pixels under marks, each once; the first `#count` of them. */
  #touched = new Uint32Array(0)
  #count = 0

  constructor(masks: PointMask) {
    for (let place = 0; place < SUBPIXELS ** 2; place++) {
      let to = place * MOST
      for (let i = 0; i < MOST; i++) {
        const [alpha, ink] = masks.subarray(2 * (place * MOST + i))
        if (Math.round(255 * alpha) === 0) continue
        this.#squares[to] = i
        this.#stamps[to++] = (Math.round(255 * alpha) << 8) | Math.round(255 * ink)
      }
      this.#sizes[place] = to - place * MOST
    }
  }

  resize(width: number, height: number): void {
    this.#width = width
    this.#height = height
    this.#cover = new Uint16Array(width * height)
    this.#touched = new Uint32Array(width * height)
    this.#count = 0
    this.#squares.forEach((i, k) => {
      this.#offsets[k] = (Math.floor(i / MASK_SIDE) - HALF) * width + (i % MASK_SIDE) - HALF
    })
  }

  /** Takes all marks away, from the pixels that they coloured too. */
  clear(pixels: Uint32Array): void {
    for (let i = 0; i < this.#count; i++) {
      const at = this.#touched[i]
      this.#cover[at] = pixels[at] = 0
    }
    this.#count = 0
  }

  /**
   * Lays marks at places [n, 2] in pixels. Places beyond the picture, or that are no number, leave nothing. Answers their
   * box, or null where there are none.
   */
  lay(places: Float32Array): Box | null {
    const [width, height] = [this.#width, this.#height]
    let [left, top, right, bottom] = [width, height, 0, 0]
    for (let i = 0; i < places.length; i += 2) {
      const [px, py] = [Math.floor(places[i]), Math.floor(places[i + 1])]
      if (!(px >= HALF && py >= HALF && px < width - HALF && py < height - HALF)) continue
      left = Math.min(left, px - HALF)
      top = Math.min(top, py - HALF)
      right = Math.max(right, px + HALF + 1)
      bottom = Math.max(bottom, py + HALF + 1)
      const sx = Math.floor((places[i] - px) * SUBPIXELS)
      const sy = Math.floor((places[i + 1] - py) * SUBPIXELS)
      this.#stamp(py * width + px, sy * SUBPIXELS + sx)
    }
    return right === 0 ? null : { left, top, right, bottom }
  }

  /** One mark whose middle is in a pixel, at one of the places within it. */
  #stamp(middle: number, place: number): void {
    const [cover, touched, offsets, stamps] = [this.#cover, this.#touched, this.#offsets, this.#stamps]
    const first = place * MOST
    const end = first + this.#sizes[place]
    let count = this.#count
    for (let k = first; k < end; k++) {
      const at = middle + offsets[k]
      const [over, under] = [stamps[k], cover[at]]
      if (under === 0) {
        touched[count++] = at
        cover[at] = over
        continue
      }
      const clear = 255 - (over >> 8)
      cover[at] = over + (byte((under >> 8) * clear) << 8) + byte((under & 255) * clear)
    }
    this.#count = count
  }

  /** Writes the marks into a picture of the same size, whose pixels have red in their lowest byte. */
  colour(pixels: Uint32Array, ink: Rgb, halo: Rgb): void {
    const [cover, touched] = [this.#cover, this.#touched]
    // Half more, to be rounded by what cuts off the rest.
    const [r, g, b] = halo.map((channel) => 255 * channel + 0.5)
    const [dr, dg, db] = halo.map((channel, i) => 255 * (ink[i] - channel))
    for (let i = 0; i < this.#count; i++) {
      const at = touched[i]
      const alpha = cover[at] >> 8
      const share = (cover[at] & 255) / alpha
      const rgb = ((b + share * db) << 16) | ((g + share * dg) << 8) | (r + share * dr)
      pixels[at] = (alpha << 24) | rgb
    }
  }
}

/** A product of two bytes as a share of 255, rounded to the nearest, without a division. */
const byte = (product: number): number => (product + 128 + ((product + 128) >> 8)) >> 8
