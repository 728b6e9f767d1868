import { computed, watch, type Ref } from 'vue'
import { useOnDemand } from '../../use/useOnDemand'
import type { Size } from '../../use/useSize'
import { useTheme } from '../../use/useTheme'
import { meanPlace, positionsAt } from '../layers/paths'
import type { LayerInks, LayersPicture } from '../picture/layersPicture'
import { useFeed } from './useFeed'
import type { LayersScene } from './useLayers'

/**
 * Keeps a picture of layers drawn: one drawing per animation frame, however much has changed. What it shows is written on
 * the canvas element too: how many particles, at which t, their mean place, and of which step.
 */
export function useLayersDrawing<Picture extends LayersPicture>(
  picture: Readonly<Ref<Picture | null>>,
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  size: Readonly<Ref<Size>>,
  scene: () => LayersScene,
  drawn: () => void,
) {
  const theme = useTheme()
  const inks = computed((): LayerInks => ({ data: theme.value.text, halo: theme.value.panel }))
  let frames = 0
  let places: Float32Array | undefined

  const redraw = useOnDemand(() => {
    if (picture.value === null) return
    picture.value.draw()
    if (canvas.value !== null) Object.assign(canvas.value.dataset, summary())
    drawn()
  })

  function summary(): Record<string, string> {
    const { particles, t } = scene()
    const common = { frame: String(frames), layer: String(t) }
    if (particles === null) return { ...common, count: '0', mean: '', step: '' }
    places = positionsAt(particles, t, places)
    const mean = meanPlace(places, particles.dims).map((value) => value.toPrecision(6))
    return { ...common, count: String(particles.count), mean: mean.join(' '), step: String(particles.step) }
  }

  const feed = useFeed(picture, redraw)
  feed(
    () => size.value,
    (to, { width, height }) => {
      if (width > 0) to.resize(width, height)
    },
  )
  feed(
    () => inks.value,
    (to, value) => {
      to.setInks(value)
    },
  )
  feed(
    () => scene().data,
    (to, data) => {
      to.setData(data)
    },
  )
  feed(
    () => scene().particles,
    (to, paths) => {
      to.setParticles(paths)
    },
  )
  feed(
    () => scene().netPaths,
    (to, paths) => {
      to.setNet(paths, scene().net)
    },
  )
  feed(
    () => scene().net,
    (to, shown) => {
      to.setNet(scene().netPaths, shown)
    },
  )
  feed(
    () => scene().t,
    (to, t) => {
      to.setLayer(t)
    },
  )
  watch([() => scene().particles, () => scene().netPaths], () => {
    frames++
    redraw()
  })

  return { redraw, feed, inks }
}
