import type { Exportable } from './exportable'
import { t } from '../../strings/t'

/** Browsers refuse canvases beyond this many pixels along a side. */
export const MOST_PIXELS = 16_384

/** The picture as a PNG file with `scale` pixels per CSS pixel. */
export async function pngOf(
  picture: Exportable,
  scale: number,
  transparent: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const most = Math.max(canvas.width, canvas.height)
  if (most > MOST_PIXELS) {
    throw new Error(t('views.export.tooLarge', { got: most, most: MOST_PIXELS }))
  }
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  picture.draw(context, canvas.width / picture.width, transparent)
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png')
  })
  canvas.width = canvas.height = 0
  if (blob === null) throw new Error(t('views.export.noMemory'))
  return new Uint8Array(await blob.arrayBuffer())
}
