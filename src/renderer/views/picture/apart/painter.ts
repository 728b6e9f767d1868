import { CanvasField } from '../CanvasField'
import { CanvasPlane } from '../CanvasPlane'
import type { FromPainter, PictureKind, Pictures, ToPainter } from './messages'

/** The painting thread: it draws pictures on canvases that it was handed, each when it is told to. */

const makers: { readonly [Kind in PictureKind]: (canvas: OffscreenCanvas) => Pictures[Kind] } = {
  plane: (canvas) => new CanvasPlane(canvas),
  field: (canvas) => new CanvasField(canvas),
}
const pictures = new Map<number, Pictures[PictureKind]>()
/** Of a worker's scope, which the page's types do not know. */
const thread = self as unknown as { postMessage(message: FromPainter): void }

self.onmessage = ({ data }: MessageEvent<ToPainter>) => {
  switch (data.kind) {
    case 'begin':
      pictures.set(data.id, makers[data.picture](data.canvas))
      break
    case 'draw': {
      const picture = pictures.get(data.id)
      if (picture === undefined) break
      for (const [name, ...values] of data.notes) Reflect.apply(Reflect.get(picture, name), picture, values)
      picture.draw()
      thread.postMessage({ drawn: data.id })
      break
    }
    case 'end':
      pictures.get(data.id)?.dispose()
      pictures.delete(data.id)
      break
    default:
      data satisfies never
  }
}
