import type { Ref } from 'vue'
import type { StageExport } from '../export/exportable'
import { densityTable, gridTable, pointsTable } from '../export/numbers'
import { planeMarks } from '../export/planeMarks'
import type { PlaneScene } from './usePlaneDrawing'

/** What else is told of a plane that is taken away, as it is now. */
export interface PlaneNamed {
  /** What the picture is called, a sentence or more: the first is the title. */
  readonly label: () => string
  readonly names: () => readonly [string, string]
  /** Whether the grid is of the difference of two densities. */
  readonly difference: () => boolean
}

/** The plane on `canvas`, to be taken away as a picture and as numbers. */
export function usePlaneExport(
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  scene: PlaneScene,
  { label, names, difference }: PlaneNamed,
): () => StageExport {
  /** Of the density where there is one, and else of the model's samples. */
  function numbers(): StageExport['numbers'] {
    const [grid, points] = [scene.grid(), scene.modelPoints()]
    if (grid === null) return points.length === 0 ? undefined : () => pointsTable(points, names())
    return () =>
      difference() ? gridTable({ ...grid, values: grid.logDensity }, ['x', 'y', 'difference']) : densityTable(grid)
  }

  return () => ({
    title: label().split('.')[0],
    step: scene.step(),
    figure: (on) =>
      on === canvas.value
        ? planeMarks({
            size: scene.size(),
            bounds: scene.bounds(),
            grid: scene.grid(),
            shading: scene.shading(),
            data: scene.dataPoints(),
            rest: scene.restPoints(),
            model: scene.modelPoints(),
            inks: scene.inks(),
          })
        : null,
    numbers: numbers(),
  })
}
