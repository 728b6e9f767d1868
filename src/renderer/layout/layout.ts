import { z } from 'zod'

/** What stands beside each other in the middle of the screen. The picture takes the room that the others leave. */
export const columns = ['palette', 'stack', 'picture', 'inspector'] as const
export type Column = (typeof columns)[number]
export type SideColumn = Exclude<Column, 'picture'>
/** What has a size of its own: widths of columns, the height of the run. */
export const panels = ['palette', 'stack', 'inspector', 'run'] as const
export type Panel = (typeof panels)[number]

/** In CSS pixels. */
export const measures: Readonly<Record<Panel, { readonly min: number; readonly max: number; readonly usual: number }>> =
  {
    palette: { min: 180, max: 420, usual: 220 },
    stack: { min: 260, max: 640, usual: 380 },
    inspector: { min: 260, max: 520, usual: 280 },
    run: { min: 148, max: 420, usual: 148 },
  }
/** What is left of a closed panel: a strip with its name, which opens it again. */
export const CLOSED: Readonly<Record<Panel, number>> = { palette: 48, stack: 32, inspector: 32, run: 32 }
/** So much is always left for the picture, as far as the others can give way. */
const LEAST_PICTURE = 440

/** Where panels stand and how large they are. */
export interface Layout {
  /** From left to right. */
  readonly order: readonly Column[]
  readonly sizes: Readonly<Record<Panel, number>>
  readonly closed: readonly Panel[]
  readonly run: 'below' | 'above'
}

const usualSizes = Object.fromEntries(panels.map((panel) => [panel, measures[panel].usual])) as Layout['sizes']
const usual: Layout = { order: columns, sizes: usualSizes, closed: [], run: 'below' }

/** Layouts to begin from: all at hand, an eye on the run, the picture for others to look at. */
export const presets = {
  design: usual,
  train: { ...usual, sizes: { ...usualSizes, stack: 300, run: 240 }, closed: ['palette'] },
  present: { ...usual, closed: [...panels] },
} as const satisfies Record<string, Layout>
export type Preset = keyof typeof presets
export const presetNames = ['design', 'train', 'present'] as const satisfies readonly Preset[]

const Size = (panel: Panel) => z.number().int().min(measures[panel].min).max(measures[panel].max)
const sizes = { palette: Size('palette'), stack: Size('stack'), inspector: Size('inspector'), run: Size('run') }
export const LayoutSchema: z.ZodType<Layout> = z.strictObject({
  order: z
    .array(z.enum(columns))
    .length(columns.length)
    .refine((order) => new Set(order).size === columns.length),
  sizes: z.strictObject(sizes),
  closed: z.array(z.enum(panels)).max(panels.length),
  run: z.enum(['below', 'above']),
})

/** Whether two show the same, whatever closed panels would measure. */
export function alike(a: Layout, b: Layout): boolean {
  const open = panels.filter((panel) => !a.closed.includes(panel))
  return (
    a.run === b.run &&
    a.order.join() === b.order.join() &&
    panels.every((panel) => a.closed.includes(panel) === b.closed.includes(panel)) &&
    open.every((panel) => a.sizes[panel] === b.sizes[panel])
  )
}

/** Dragged so far below its least size, a panel closes; opened by the handle it comes back from there. */
const GIVES_WAY = 64

/** A panel with another size, between its least and greatest, or closed when the size is much too small. */
export function resized(layout: Layout, panel: Panel, size: number): Layout {
  const { min, max } = measures[panel]
  if (size < min - GIVES_WAY) return closed(layout, panel)
  const fitting = Math.round(Math.min(max, Math.max(min, size)))
  return { ...opened(layout, panel), sizes: { ...layout.sizes, [panel]: fitting } }
}

export const closed = (layout: Layout, panel: Panel): Layout =>
  layout.closed.includes(panel) ? layout : { ...layout, closed: [...layout.closed, panel] }
export const opened = (layout: Layout, panel: Panel): Layout => ({
  ...layout,
  closed: layout.closed.filter((other) => other !== panel),
})

/** A column at another place, counted from the left without it. */
export function moved(layout: Layout, column: Column, place: number): Layout {
  const others = layout.order.filter((other) => other !== column)
  return { ...layout, order: others.toSpliced(Math.min(others.length, Math.max(0, place)), 0, column) }
}

/** Whether a column stands left of the picture, so that it grows to the right. */
export const isLeft = ({ order }: Layout, column: SideColumn): boolean =>
  order.indexOf(column) < order.indexOf('picture')

/** The order in which columns give way to the picture where the window is narrow. */
const givesWay = ['stack', 'palette', 'inspector'] as const

/** Sizes as they are shown in a window so wide, of those columns that are in the row. */
export function fitted(layout: Layout, width: number, shown: readonly Column[]): Layout['sizes'] {
  const open = givesWay.filter((column) => shown.includes(column) && !layout.closed.includes(column))
  const rails = givesWay.filter((column) => shown.includes(column) && layout.closed.includes(column))
  const taken =
    open.reduce((sum, column) => sum + layout.sizes[column], 0) + rails.reduce((sum, column) => sum + CLOSED[column], 0)
  let excess = taken + LEAST_PICTURE - width
  const fitting: Record<Panel, number> = { ...layout.sizes }
  for (const column of open) {
    const given = Math.min(Math.max(0, excess), layout.sizes[column] - measures[column].min)
    fitting[column] -= given
    excess -= given
  }
  return fitting
}

/** Layouts are kept apart for windows of different widths: what suits one is cramped in another. */
export const widths = ['narrow', 'usual', 'wide'] as const
export type Width = (typeof widths)[number]
/** Below it the inspector lies over the picture. */
export const NARROW = 1280
const WIDE = 1800
export const widthOf = (pixels: number): Width => (pixels < NARROW ? 'narrow' : pixels < WIDE ? 'usual' : 'wide')
