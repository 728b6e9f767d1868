import { computed, shallowRef, watch, type Ref } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { quantile } from '../colourRange'
import { takeColumns } from '../columns'
import { boxOf, cubeAxes, intoCube, type CubeAxes, type Point2 } from '../cubeAxes'
import type { Cuts, SpaceCloud } from '../cuts'
import { eyeOf, type Orbit, type Vec3 } from '../orbit'
import type { Size } from '../../use/useSize'
import type { SampleFrame } from './useSampleFrames'
import { useSelectedPoints } from './useSelectedPoints'

const columns = [0, 1, 2] as const

export interface SpaceSource {
  readonly opened: Opened | null
  readonly samples: SampleFrame | null
  /** Rows of the data that are drawn. */
  readonly most: number
  /** Whether the box leaves long tails out. */
  readonly closer?: boolean
}

/** Of the rows, what the box begins and ends at where it leaves tails out. */
const CLOSER = [0.01, 0.9] as const

/** Three columns in space: the box that the cube stands for, and the clouds in it. */
export function useSpace(source: () => SpaceSource) {
  const summaries = computed(() => columns.map((column) => source().opened?.data.columns.at(column)))
  const names = computed(() => summaries.value.map((summary) => summary?.name ?? ''))
  const box = computed(() => {
    const [x, y, z] = summaries.value
    if (x === undefined || y === undefined || z === undefined) return null
    const { opened, closer } = source()
    if (!closer || opened === null) return boxOf([x, y, z])
    const [nearX, nearY, nearZ] = columns.map((column) => {
      const values = takeColumns(opened.data.preview, opened.dims, [column])
      const [min, max] = CLOSER.map((fraction) => quantile(values, fraction) ?? 0)
      return { min, max }
    })
    return boxOf([nearX, nearY, nearZ])
  })
  const cloud = (rows: Float32Array): SpaceCloud => ({
    natural: rows,
    cube: box.value === null ? new Float32Array(0) : intoCube(rows, box.value),
  })
  const data = computed(() => {
    const { opened, most } = source()
    return cloud(opened === null ? new Float32Array(0) : takeColumns(opened.data.preview, opened.dims, columns, most))
  })
  const model = computed(() => {
    const { opened, samples } = source()
    if (samples === null || samples.dims !== opened?.dims) return cloud(new Float32Array(0))
    return cloud(takeColumns(samples.points, samples.dims, columns))
  })
  const selected = useSelectedPoints(
    () => source().opened,
    () => columns,
  )
  const marked = computed(() => cloud(selected.value))
  /** All rows, whether they are drawn or not. */
  const all = (): SpaceCloud => {
    const { opened } = source()
    return cloud(opened === null ? new Float32Array(0) : takeColumns(opened.data.preview, opened.dims, columns))
  }
  return { names, box, data, model, marked, all }
}

/** The axes of the cube as a picture shows it, whenever that changes. */
export function useCubeAxes(
  space: Pick<ReturnType<typeof useSpace>, 'names' | 'box'>,
  picture: Readonly<Ref<{ project(point: Vec3): Point2 } | null>>,
  orbit: Readonly<Ref<Orbit>>,
  size: Readonly<Ref<Size>>,
): Readonly<Ref<CubeAxes | null>> {
  const axes = shallowRef<CubeAxes | null>(null)
  watch([orbit, size, space.box, picture, space.names], () => {
    if (picture.value === null || space.box.value === null || size.value.width === 0) return
    axes.value = cubeAxes(space.box.value, space.names.value, eyeOf(orbit.value), picture.value.project)
  })
  return axes
}

/** The points of a cloud on the screen, [n, 2] in pixels; those outside of `clip` are nowhere. */
export function projected(cube: Float32Array, project: (point: Vec3) => Point2, clip?: Cuts['clip']): Float32Array {
  const onScreen = new Float32Array((2 * cube.length) / 3)
  for (let i = 0; i < cube.length / 3; i++) {
    const point: Vec3 = [cube[3 * i], cube[3 * i + 1], cube[3 * i + 2]]
    const cut = clip?.some(([low, high], axis) => point[axis] < low || point[axis] > high) ?? false
    onScreen.set(cut ? [NaN, NaN] : project(point), 2 * i)
  }
  return onScreen
}
