import { drawWhole } from '@shared/engine/pictures/whole'
import type { Subject } from '@shared/engine/pictures/picture'
import type { Direction } from '@shared/learn/inspection/programs'
import type { View } from '@shared/rpc/protocol'
import { CommandFailure } from '../failure'
import type { OpenModel } from '../model'
import { usualBounds, type Bounds } from './bounds'
import { evenBounds, resampled, type Size } from './frame'
import { densityScale, paintGrid, signedScale } from './heat'
import type { Image } from './png'
import { paintStrokes, type Stroke } from './strokes'
import { heatSvg, strokesSvg } from './svg'

/** A field of a model, in every form in which it can be written. */
export interface Inspected {
  /** Plain data; what is infinite or no number is null. */
  readonly numbers: object
  image(): Image
  svg(): string
  /** What a person should know of it, or null. */
  readonly remark: string | null
}

export interface GridOptions {
  readonly bounds?: Bounds
  readonly resolution: number
  /** Of a .png; a square of the resolution unless told. */
  readonly size?: Size
  /** Two columns. */
  readonly axes: readonly [number, number]
  /** What x is given, a natural value per context column. */
  readonly given?: readonly number[]
}

export interface DeterminantOptions extends GridOptions {
  readonly block?: string
  readonly cumulative: boolean
  readonly direction: Direction
  readonly glyphs: number
}

export interface PathOptions {
  readonly bounds?: Bounds
  readonly resolution: number
  readonly axes: readonly [number, number]
  readonly given?: readonly number[]
  readonly points: Extract<View, { kind: 'layers' }>['points']
}

export const subjectOf = ({ flow, inspector, units, context }: OpenModel): Subject => ({
  flow,
  inspector,
  units,
  context,
  opened: { data: { preview: new Float32Array(0) } },
})

/** What a picture's x was given, by column; nothing where there is no context. */
export function givenIn({ context }: OpenModel, given: readonly number[] = context.middle) {
  const named = context.columns.map((column, k) => [
    column.name,
    column.kind === 'class' ? column.classes[given[k]] : given[k],
  ])
  return named.length > 0 ? { given: Object.fromEntries(named) as Readonly<Record<string, string | number>> } : {}
}

export const copied = (given: readonly number[] | undefined) => given && [...given]

/** log p over the plane of two columns; of more, the others are held at the data's mean. */
export async function inspectDensity(model: OpenModel, options: GridOptions): Promise<Inspected> {
  const subject = subjectOf(model)
  const { resolution, axes, given, size } = options
  const { names } = model.file.data
  const usual = options.bounds ?? (await usualBounds(subject, model.theta, 'x', axes, given))
  const bounds = size ? evenBounds(usual, size) : usual
  const through = [...model.units.mean]
  const plane = { axes: [axes[0], axes[1]] as [number, number], through }
  const view = { kind: 'density', id: '', bounds, resolution, plane, given: copied(given) } as const
  const { logDensity } = await drawWhole(view, subject, model.theta, 0)
  const columns = axes.map((axis) => names[axis])
  const held = Object.fromEntries(names.flatMap((name, d) => (axes.includes(d) ? [] : [[name, through[d]]])))
  const scale = densityScale(logDensity)
  const image = () => paintGrid(logDensity, resolution, scale)
  return {
    numbers: {
      field: 'density',
      columns,
      held,
      ...givenIn(model, given),
      bounds,
      resolution,
      logDensity: rowsOf(logDensity, resolution),
    },
    image: () => (size ? glance(logDensity, resolution, size) : image()),
    svg: () => heatSvg(image(), scale, { title: 'log p(x)', axes: [columns[0], columns[1]], bounds }),
    remark: null,
  }
}

/** A picture of a given size is to be small and seen at a glance: it has few colours, and shows less of the tails. */
const [FEW, SHALLOW] = [64, 5]

function glance(values: Float32Array, resolution: number, size: Size): Image {
  const scale = densityScale(values, SHALLOW)
  // the end of the scale counts for what is below, lest one place of density zero darken all around it
  const held = values.map((value) => Math.max(scale.low, value))
  return paintGrid(resampled(held, resolution, size), size[0], scale, FEW)
}

/** log|det| of the stack, of one block, or of all blocks up to one. */
export async function inspectDeterminant(model: OpenModel, options: DeterminantOptions): Promise<Inspected> {
  const subject = subjectOf(model)
  const { resolution, direction, cumulative, glyphs, given, block = null } = options
  const { names } = model.file.data
  if (names.length !== 2)
    throw new CommandFailure(`--field logdet: the model has ${names.length} columns, its picture needs 2.`)
  const ids = model.flow.bijectors.map(({ id }) => id)
  if (block !== null && !ids.includes(block))
    throw new CommandFailure(`--block ${block}: there is none; expected one of ${ids.join(', ')}.`)
  if (cumulative && block === null) throw new CommandFailure('--cumulative: up to which block? Give --block.')
  const bounds =
    options.bounds ?? (await usualBounds(subject, model.theta, direction === 'forward' ? 'z' : 'x', [0, 1], given))
  const place = { direction, bounds, resolution, given: copied(given) }
  const view = { kind: 'field', id: '', ...place, node: block, cumulative, glyphs } as const
  const { logDet, jacobians, nonFinite } = await drawWhole(view, subject, model.theta, 0)
  const scale = signedScale(logDet)
  const image = () => paintGrid(logDet, resolution, scale)
  const what = block === null ? 'the whole stack' : `${cumulative ? 'all up to ' : ''}${block}`
  const axes: [string, string] = direction === 'forward' ? ['z1', 'z2'] : [names[0], names[1]]
  return {
    numbers: {
      ...{ field: 'logdet', direction, block, cumulative, axes, ...givenIn(model, given), bounds, resolution },
      logDet: rowsOf(logDet, resolution),
      ...{ glyphs, jacobians: rowsOf(jacobians, 4), nonFinite },
    },
    image,
    svg: () => heatSvg(image(), scale, { title: `log|det| of ${what}, ${direction}`, axes, bounds }),
    remark: nonFinite.length === 0 ? null : nonFinite.map(blamed).join('; '),
  }
}

const blamed = ({ node, count }: { readonly node: string; readonly count: number }): string =>
  `${count} places are not finite from block "${node}" on`

/** Of paths, and of the places where they end. */
const [PATH, END] = [[120, 140, 170] as const, [0, 34, 78] as const]

/** Points after every block, from z to x. */
export async function inspectPaths(model: OpenModel, options: PathOptions): Promise<Inspected> {
  const { axes, points, resolution, given } = options
  const { names } = model.file.data
  const view = {
    kind: 'layers',
    id: '',
    points,
    given: copied(given) ?? [...model.context.middle],
    between: true,
  } as const
  const { t, positions, logDet, count, dims } = await drawWhole(view, subjectOf(model), model.theta, 0)
  const [first, second] = axes
  const at = (place: number, point: number, axis: number) => positions[(place * count + point) * dims + axis]
  const layers = [...t.keys()].filter((place) => Number.isInteger(t[place]))
  const numbers = {
    ...{
      field: 'trajectory',
      columns: names,
      ...givenIn(model, given),
      layers: ['z', ...model.flow.bijectors.map(({ id }) => id)],
    },
    positions: layers.map((k) => rowsOf(positions.subarray(k * count * dims, (k + 1) * count * dims), dims)),
    logDet: layers.map((k) => rowsOf(logDet.subarray(k * count, (k + 1) * count), count)[0]),
  }
  const bounds = options.bounds ?? around(positions, dims, axes)
  const [x0, x1, y0, y1] = bounds
  const strokes = (): Stroke[] =>
    Array.from({ length: count }, (_, point) => ({
      line: PATH,
      dot: END,
      places: Array.from(t, (_, place) => [
        (at(place, point, first) - x0) / (x1 - x0),
        (at(place, point, second) - y0) / (y1 - y0),
      ]),
    }))
  return {
    numbers,
    image: () => paintStrokes(strokes(), resolution),
    svg: () => strokesSvg(strokes(), { title: 'Paths from z to x', axes: [names[first], names[second]], bounds }),
    remark: null,
  }
}

/** The smallest bounds that hold all places, and a little more. */
function around(positions: Float32Array, dims: number, axes: readonly [number, number]): Bounds {
  return axes.flatMap((axis) => {
    const values = positions.filter((value, i) => i % dims === axis && Number.isFinite(value))
    const [low, high] = values.reduce(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [Infinity, -Infinity],
    )
    const margin = 0.05 * (high - low) || 1
    return [low - margin, high + margin]
  }) as Bounds
}

/** Rows of a table; JSON knows no infinity. */
export function rowsOf(values: Float32Array, width: number): (number | null)[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width), (value) => (Number.isFinite(value) ? value : null)),
  )
}
