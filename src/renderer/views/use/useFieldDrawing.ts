import { watch, type Ref } from 'vue'
import { useOnDemand } from '../../use/useOnDemand'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import { someNodes } from '../field/words'
import type { ValueGrid } from '../grid'
import { fieldApart } from '../picture/apart/fieldApart'
import { CanvasField, type FieldPicture, type FieldShading, type GlyphLattice } from '../picture/CanvasField'
import { useFeed } from './useFeed'
import type { DrawnField } from './useFieldFrames'
import { usePainter, type DrawnBy } from './usePainter'

/** All that a field's picture is made of, as it is now. */
export interface FieldScene {
  readonly size: () => Size
  readonly bounds: () => Bounds
  readonly grid: () => ValueGrid | null
  readonly shading: () => FieldShading | null
  readonly glyphs: () => GlyphLattice | null
  /** The newest frame, to be given back once it is drawn or passed over. */
  readonly newest: () => DrawnField | null
  /** The frame that is drawn. */
  readonly field: () => DrawnField | null
}

/** Keeps the picture on `canvas` as the scene is, from mounting to unmounting: one draw for all that change together. */
export function useFieldDrawing(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  scene: FieldScene,
): { readonly drawnBy: Readonly<Ref<DrawnBy>> } {
  let frames = 0
  const redraw = useOnDemand(
    () => {
      if (picture.value === null) return
      const [field, newest] = [scene.field(), scene.newest()]
      const marks = field === null ? {} : { frame: String(frames), ...marksOf(field) }
      picture.value.draw(() => {
        if (canvas.value !== null) Object.assign(canvas.value.dataset, marks)
        newest?.shown()
      })
    },
    () => drawnBy.value === 'canvas-apart',
  )
  const painters = { canvas: (on: HTMLCanvasElement) => new CanvasField(on), apart: fieldApart }
  const { picture, drawnBy } = usePainter<FieldPicture>(canvas, painters, redraw)

  const feed = useFeed(picture, redraw)
  feed(scene.size, (to, { width, height }) => {
    to.resize(width, height)
  })
  feed(scene.bounds, (to, bounds) => {
    to.setBounds(bounds)
  })
  feed(scene.shading, (to, shading) => {
    to.setShading(shading)
  })
  feed(scene.grid, (to, grid) => {
    to.setField(grid)
  })
  feed(scene.glyphs, (to, glyphs) => {
    to.setGlyphs(glyphs)
  })
  watch(scene.newest, () => {
    frames++
    redraw()
  })
  return { drawnBy }
}

/** What a canvas says of the field on it. */
const marksOf = ({ step, logDet, direction }: DrawnField): Record<string, string> => ({
  step: String(step),
  resolution: String(logDet.resolution),
  direction,
  values: JSON.stringify(someNodes(logDet)),
})
