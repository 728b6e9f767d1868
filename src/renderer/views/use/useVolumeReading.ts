import { naturalOf } from '../boxScale'
import { nearestPoint } from '../columns'
import type { Box, Point2 } from '../cubeAxes'
import { sliceUnder, type Cuts, type SpaceCloud } from '../cuts'
import type { Vec3 } from '../orbit'
import type { GlVolume } from '../picture/GlVolume'
import { interpolateVolume, type VolumeGrid } from '../volume'
import { useProbe } from './useMoment'
import { useReading } from './useReading'
import { projected } from './useSpace'

/** Pixels within which a data row is picked. */
const REACH = 12

/** What is on the picture at the moment of reading. */
export interface VolumeContent {
  readonly picture: GlVolume | null
  readonly box: Box | null
  readonly cuts: Cuts
  readonly grid: VolumeGrid | null
  /** The data rows drawn. */
  readonly data: SpaceCloud
}

/**
 * The read-out of a volume: of the place on the foremost slice under the pointer, else of the nearest data row. `read`
 * does so again where the pointer is, for the picture under it has changed.
 */
export function useVolumeReading(content: () => VolumeContent) {
  const { reading, point, leave } = useReading(useProbe())
  let pointer: Point2 | null = null

  function read(): void {
    const { picture, box, cuts, grid, data } = content()
    if (pointer === null || picture === null || box === null) return
    const [x, y] = pointer
    const onSlice = sliceUnder(picture.ray(x, y), cuts)
    if (onSlice !== null) {
      const place = onSlice.map((at, axis) => naturalOf(box, axis, at)) as unknown as Vec3
      point(place, grid === null ? null : interpolateVolume(grid, place))
      return
    }
    const row = nearestPoint(projected(data.cube, picture.project), x, y, REACH)
    if (row < 0) leave()
    else point([...data.natural.subarray(3 * row, 3 * row + 3)], null)
  }

  return {
    reading,
    read,
    moveTo(x: number, y: number): void {
      pointer = [x, y]
      read()
    },
    leave(): void {
      pointer = null
      leave()
    },
  }
}
