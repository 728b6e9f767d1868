import { watch, type Ref } from 'vue'
import { useEngineStore } from '../../stores/engineStore'
import { useOnDemand } from '../../use/useOnDemand'
import type { Size } from '../../use/useSize'
import type { Bounds } from '../bounds'
import type { DensityGrid } from '../grid'
import type { PointInks, Shading } from '../picture/planePicture'
import { markedSummary } from '../selecting/summary'
import type { DensityFrame } from './useDensityFrames'
import { useFeed } from './useFeed'
import type { DrawnBy } from './usePainter'
import { usePlanePicture } from './usePlanePicture'
import type { SampleFrame } from './useSampleFrames'

/** All that a plane's picture is made of, as it is now. */
export interface PlaneScene {
  readonly size: () => Size
  readonly bounds: () => Bounds
  readonly inks: () => PointInks
  /** [n, 2] in natural units. */
  readonly dataPoints: () => Float32Array
  /** Of the rest of the data, which is given something else. */
  readonly restPoints: () => Float32Array
  readonly modelPoints: () => Float32Array
  readonly markedPoints: () => Float32Array
  readonly grid: () => DensityGrid | null
  readonly shading: () => Shading | null
  /** The frames behind the grid and the points, to be given back once they are drawn. */
  readonly density: () => DensityFrame | null
  readonly samples: () => SampleFrame | null
  readonly step: () => number
  /** The middle of the data. */
  readonly origin: () => readonly [number, number]
}

/** Keeps the picture on `canvas` as the scene is: setters as things change, one draw for all that change together. */
export function usePlaneDrawing(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  scene: PlaneScene,
): { readonly drawnBy: Readonly<Ref<DrawnBy>> } {
  const engine = useEngineStore()
  let frames = 0
  const redraw = useOnDemand(
    () => {
      if (picture.value === null) return
      const resolution = String(scene.grid()?.resolution ?? 0)
      const marked = markedSummary(scene.markedPoints(), 2)
      const marks = { frame: String(frames), step: String(scene.step()), resolution, ...marked }
      const [density, samples] = [scene.density(), scene.samples()]
      picture.value.draw(() => {
        if (canvas.value !== null) Object.assign(canvas.value.dataset, marks)
        density?.shown()
        samples?.shown()
      })
    },
    () => drawnBy.value === 'canvas-apart',
  )
  const { picture, drawnBy } = usePlanePicture(canvas, scene.origin, redraw)

  const feed = useFeed(picture, redraw)
  feed(scene.size, (to, { width, height }) => {
    to.resize(width, height)
  })
  feed(scene.bounds, (to, bounds) => {
    to.setBounds(bounds)
  })
  feed(scene.inks, (to, inks) => {
    to.setInks(inks)
  })
  feed(scene.dataPoints, (to, points) => {
    to.setPoints('data', points)
  })
  feed(scene.restPoints, (to, points) => {
    to.setPoints('rest', points)
  })
  feed(scene.modelPoints, (to, points) => {
    to.setPoints('model', points)
  })
  feed(scene.markedPoints, (to, points) => {
    to.setPoints('marked', points)
  })
  feed(scene.shading, (to, shading) => {
    if (shading !== null) to.setShading(shading)
  })
  feed(scene.grid, (to, grid) => {
    to.setGrid(grid)
  })
  watch(scene.density, () => {
    frames++
    redraw()
  })
  // While it trains, new samples wait for the next density, which is about to come: one drawing for both.
  watch([scene.samples, () => engine.running], ([fresh], [before]) => {
    if (fresh !== before) frames++
    if (!engine.running || scene.density() === null) redraw()
  })
  return { drawnBy }
}
