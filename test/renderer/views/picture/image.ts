import { afterAll, beforeAll, vi } from 'vitest'

/** An image outside of a browser, and what its pixels hold. */
export const imageOf = (width: number, height: number): ImageData =>
  ({ width, height, data: new Uint8ClampedArray(4 * width * height) }) as ImageData

export const pixelAt = ({ width, data }: ImageData, x: number, y: number): readonly number[] => [
  ...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
]

/** An opaque image of one grey. */
export function greyImage(width: number, height: number, grey: number): ImageData {
  const image = imageOf(width, height)
  new Uint32Array(image.data.buffer).fill((0xff000000 | (grey * 0x10101)) >>> 0)
  return image
}

/** A canvas outside of a browser that keeps what is put on it. */
export function recordingCanvas(): { canvas: HTMLCanvasElement; put: () => ImageData; puts: () => number } {
  const images: ImageData[] = []
  const context = { putImageData: (image: ImageData) => images.push(image) }
  const canvas = { width: 0, height: 0, getContext: () => context } as unknown as HTMLCanvasElement
  return { canvas, put: () => images[images.length - 1], puts: () => images.length }
}

/** Lets the tests of a file make images as a browser does. */
export function withImages(): void {
  beforeAll(() => {
    vi.stubGlobal('ImageData', function (width: number, height: number) {
      return imageOf(width, height)
    })
  })
  afterAll(() => {
    vi.unstubAllGlobals()
  })
}
