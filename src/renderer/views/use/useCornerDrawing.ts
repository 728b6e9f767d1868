import { shallowRef, watch, type Ref } from 'vue'
import { useCalmly } from '../../use/useCalm'
import { useOnDemand } from '../../use/useOnDemand'
import type { Size } from '../../use/useSize'
import { useTheme } from '../../use/useTheme'
import { colourMap } from '../colourMaps/maps'
import type { DataFigures } from '../corner/figures'
import type { CornerCell } from '../corner/layout'
import { marginal } from '../corner/panels'
import type { CornerAxes } from '../corner/table'
import { cornerMarks } from '../export/cornerMarks'
import { paintMarks } from '../export/markCanvas'
import type { Mark } from '../export/marks'
import { correlationsOf } from '../statistics/moments'
import { useViewStore } from '../viewStore'
import type { SampleFrame } from './useSampleFrames'

/** Milliseconds between two drawings while training. */
const REST_MS = 250

/** All that a corner plot is made of, as it is now. */
export interface CornerScene {
  readonly size: () => Size
  readonly cells: () => readonly CornerCell[]
  readonly axes: () => CornerAxes | null
  readonly ofData: () => DataFigures | null
  /** Model samples and selected points along the axes, [n, axes] each. */
  readonly model: () => Float32Array
  readonly marked: () => Float32Array
  /** The frame behind the model, to be given back once it is drawn. */
  readonly samples: () => SampleFrame | null
}

/** Keeps the picture on `canvas` as the scene is. `marks` answers it as it is at this moment. */
export function useCornerDrawing(canvas: Readonly<Ref<HTMLCanvasElement | null>>, scene: CornerScene) {
  const view = useViewStore()
  const theme = useTheme()
  /** Correlations of the model as it was drawn last, [axes, axes] row-major. */
  const ofModel = shallowRef<Float64Array | null>(null)

  let frames = 0
  const redraw = useOnDemand(() => {
    paint(Math.min(2, window.devicePixelRatio))
    scene.samples()?.shown()
  })

  function marks(): readonly Mark[] | null {
    const [axes, ofData, model] = [scene.axes(), scene.ofData(), scene.model()]
    if (axes === null || ofData === null) return null
    const { ranges } = axes
    const drawn = model.length > 0
    return cornerMarks(
      {
        cells: scene.cells(),
        ranges,
        marks: ofData.marks,
        dataMarginals: ofData.marginals,
        modelMarginals: drawn ? ranges.map((range, i) => marginal(model, ranges.length, i, range)) : [],
        model,
        marked: scene.marked(),
        showData: view.showData,
        showModel: view.showModelAlone && drawn,
        map: colourMap(view.map),
      },
      theme.value,
    )
  }

  function paint(ratio: number): void {
    const { width, height } = scene.size()
    const start = performance.now()
    const picture = marks()
    const axes = scene.axes()
    if (canvas.value === null || axes === null || picture === null || width === 0) return
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (canvas.value.width !== across) canvas.value.width = across
    if (canvas.value.height !== down) canvas.value.height = down
    const n = axes.ranges.length
    const model = scene.model()
    ofModel.value = model.length > 0 ? correlationsOf(model, n) : null
    paintMarks(canvas.value, picture, ratio)
    Object.assign(canvas.value.dataset, {
      frame: String(frames),
      marked: String(scene.marked().length / n),
      drawMs: (performance.now() - start).toFixed(1),
    })
  }

  const calmly = useCalmly(redraw, REST_MS)
  watch(scene.samples, () => {
    frames++
    calmly()
  })
  watch(
    [scene.cells, scene.axes, scene.marked, theme, () => view.showData, () => view.showModelAlone, () => view.map],
    redraw,
    { flush: 'post' },
  )
  return { marks, ofModel }
}
