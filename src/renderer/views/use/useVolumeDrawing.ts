import { watch, type Ref } from 'vue'
import { useOnDemand } from '../../use/useOnDemand'
import type { Size } from '../../use/useSize'
import { useTheme } from '../../use/useTheme'
import type { Cuts, SpaceCloud } from '../cuts'
import type { Orbit } from '../orbit'
import type { Shading } from '../picture/planePicture'
import { markedSummary } from '../selecting/summary'
import { useViewStore } from '../viewStore'
import { useFeed } from './useFeed'
import { useRest } from './useRest'
import type { SampleFrame } from './useSampleFrames'
import type { VolumeFrame } from './useVolumeFrames'
import { useVolumePicture } from './useVolumePicture'

/** All that a volume's picture is made of, as it is now. */
export interface VolumeScene {
  readonly size: () => Size
  readonly orbit: () => Orbit
  readonly cuts: () => Cuts
  readonly shading: () => Shading | null
  readonly data: () => SpaceCloud
  readonly marked: () => SpaceCloud
  readonly model: () => SpaceCloud
  /** The frames behind the grid and the points, to be given back once they are drawn. */
  readonly volume: () => VolumeFrame | null
  readonly samples: () => SampleFrame | null
  readonly step: () => number
}

/** Keeps the picture on `canvas` as the scene is: coarse while it changes, fine at rest. */
export function useVolumeDrawing(canvas: Readonly<Ref<HTMLCanvasElement | null>>, scene: VolumeScene) {
  const view = useViewStore()
  const theme = useTheme()
  let frames = 0
  const redraw = useOnDemand(() => {
    if (picture.value === null || scene.size().width === 0) return
    picture.value.draw(isMoving())
    const volume = scene.volume()
    if (canvas.value !== null) {
      const { grid, levels } = volume ?? {}
      Object.assign(canvas.value.dataset, {
        frame: String(frames),
        step: String(scene.step()),
        mass: String(levels?.mass ?? ''),
        resolution: String(grid?.resolution ?? ''),
        quality: isMoving() ? 'moving' : 'rest',
        ...markedSummary(scene.marked().natural, 3),
      })
    }
    volume?.shown()
    scene.samples()?.shown()
  })
  const { stir, isMoving } = useRest(redraw)
  const { picture, contextLost } = useVolumePicture(canvas, redraw)

  const feed = useFeed(picture, stir)
  feed(scene.size, (to, { width, height }) => {
    if (width > 0) to.resize(width, height)
  })
  feed(scene.orbit, (to, orbit) => {
    to.setOrbit(orbit)
  })
  feed(
    () => theme.value,
    (to, { text, panel, x }) => {
      to.setInks({ data: text, model: x, halo: panel })
    },
  )
  feed(
    () => scene.data().cube,
    (to, points) => {
      to.setPoints('data', points)
    },
  )
  feed(
    () => scene.marked().cube,
    (to, points) => {
      to.setPoints('marked', points)
    },
  )
  feed(
    () => scene.model().cube,
    (to, points) => {
      to.setPoints('model', points)
    },
  )
  feed(
    () => scene.volume()?.grid ?? null,
    (to, grid) => {
      to.setGrid(grid)
    },
  )
  feed(scene.shading, (to, shading) => {
    if (shading !== null) to.setShading(shading)
  })
  feed(
    () => view.volumeMode,
    (to, mode) => {
      to.setMode(mode)
    },
  )
  feed(scene.cuts, (to, cuts) => {
    to.setCuts(cuts)
  })
  watch([scene.volume, scene.samples], () => {
    frames++
    stir()
  })
  return { picture, contextLost }
}
