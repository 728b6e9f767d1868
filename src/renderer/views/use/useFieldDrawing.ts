import { onMounted, onUnmounted, shallowRef, watch, type Ref } from 'vue'
import { useOnDemand } from '../../use/useOnDemand'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import { someNodes } from '../field/words'
import type { ValueGrid } from '../grid'
import { CanvasField, type FieldShading, type GlyphLattice } from '../picture/CanvasField'
import { useFeed } from './useFeed'
import type { DrawnField } from './useFieldFrames'

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

/** Keeps the picture on `canvas` as the scene is, from mounting to unmounting: one draw per animation frame. */
export function useFieldDrawing(canvas: Readonly<Ref<HTMLCanvasElement | null>>, scene: FieldScene): void {
  const picture = shallowRef<CanvasField | null>(null)
  let frames = 0
  const redraw = useOnDemand(() => {
    if (picture.value === null) return
    picture.value.draw()
    const field = scene.field()
    if (canvas.value !== null && field !== null) {
      Object.assign(canvas.value.dataset, {
        frame: String(frames),
        step: String(field.step),
        resolution: String(field.logDet.resolution),
        direction: field.direction,
        values: JSON.stringify(someNodes(field.logDet)),
      })
    }
    scene.newest()?.shown()
  })
  onMounted(() => (picture.value = new CanvasField(canvas.value!)))
  onUnmounted(() => picture.value?.dispose())

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
}
