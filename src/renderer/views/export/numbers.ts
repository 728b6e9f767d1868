import type { DensityGrid, ValueGrid } from '../grid'
import type { VolumeGrid } from '../volume'
import type { LayerPaths } from '../layers/paths'

/** The numbers under a picture: rows of named columns. */
export interface NumberTable {
  readonly columns: readonly string[]
  /** [rows, columns] row-major. */
  readonly values: Float32Array
  /** A column of words for formats that can hold one, before the column at `before`. */
  readonly words?: { readonly column: string; readonly before: number; of(row: number): string }
}

/** The nodes of a grid with their values: x, y and the value, x fastest from the lower left. */
export function gridTable(
  { bounds: [x0, x1, y0, y1], resolution: n, values }: ValueGrid,
  columns: readonly [string, string, string],
): NumberTable {
  const rows = new Float32Array(3 * n * n)
  for (let k = 0; k < n * n; k++) {
    rows[3 * k] = x0 + ((x1 - x0) * (k % n)) / (n - 1)
    rows[3 * k + 1] = y0 + ((y1 - y0) * Math.floor(k / n)) / (n - 1)
    rows[3 * k + 2] = values[k]
  }
  return { columns, values: rows }
}

/** log p in nats at the nodes of the density's grid. */
export const densityTable = ({ bounds, resolution, logDensity }: DensityGrid): NumberTable =>
  gridTable({ bounds, resolution, values: logDensity }, ['x', 'y', 'log_p'])

/**
 * Points at every layer in drawn coordinates, with log|det ∂layer/∂z| in nats in the standardised units; layer 0 is z,
 * and layer k lies after block k. `stops` are the layers' names.
 */
export function layersTable(
  { positions, logDet, count, dims, t }: LayerPaths,
  names: readonly string[],
  stops: readonly string[],
): NumberTable {
  const columns = ['row', 'layer', ...names, 'log_det']
  const values = new Float32Array(t.length * count * columns.length)
  let at = 0
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < t.length; k++) {
      const point = k * count + row
      values.set([row, t[k]], at)
      values.set(positions.subarray(point * dims, (point + 1) * dims), at + 2)
      values[at + 2 + dims] = logDet[point]
      at += columns.length
    }
  }
  return {
    columns,
    values,
    words: { column: 'block', before: 2, of: (row) => stops[Math.ceil(t[row % t.length])] ?? '' },
  }
}

/** Columns of one length, side by side. */
export function columnsTable(columns: Readonly<Record<string, ArrayLike<number>>>): NumberTable {
  const [names, arrays] = [Object.keys(columns), Object.values(columns)]
  const values = new Float32Array(names.length * arrays[0].length)
  arrays.forEach((array, c) => {
    for (let r = 0; r < array.length; r++) values[r * names.length + c] = array[r]
  })
  return { columns: names, values }
}

/** log p in nats at the nodes of a volume's grid: x fastest, then y, then z. */
export function volumeTable({ bounds, resolution: n, logDensity }: VolumeGrid): NumberTable {
  const node = (axis: number, i: number): number =>
    bounds[2 * axis] + ((bounds[2 * axis + 1] - bounds[2 * axis]) * i) / (n - 1)
  const values = new Float32Array(4 * n ** 3)
  for (let k = 0; k < n ** 3; k++) {
    values.set([node(0, k % n), node(1, Math.floor(k / n) % n), node(2, Math.floor(k / n ** 2)), logDensity[k]], 4 * k)
  }
  return { columns: ['x', 'y', 'z', 'log_p'], values }
}

/** Points [n, D] as they are. */
export const pointsTable = (values: Float32Array, columns: readonly string[]): NumberTable => ({ columns, values })
