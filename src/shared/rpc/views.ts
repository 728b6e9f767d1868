import { z } from 'zod'
import { RunNumber } from './runs'

/** The pictures that the renderer asks for, and what the engine answers. */

const Id = z.string().max(64)
export const Bounds = z.tuple([z.number(), z.number(), z.number(), z.number()])
const Axis = z.number().int().min(0).max(1023)
const Step = z.number().int().min(0)
/**
 * Whose weights are shown: those of a snapshot of the present run, by its step; or an earlier run's, of a snapshot or
 * (null) those with which it ended.
 */
export const At = z.union([Step, z.strictObject({ run: RunNumber, step: Step.nullable() })])
export type At = Readonly<z.infer<typeof At>>
/** Left out for the weights as they are now. */
const at = At.optional()

/**
 * The context at which a view is drawn, for a flow that takes one: a natural value per context column, for a class its
 * place. Left out, a grid is drawn in the middle of the columns (means, first classes), and draws have the contexts of
 * the data's rows.
 */
export const Given = z.array(z.number()).max(64).optional()

/**
 * A picture the renderer wants kept up to date.
 *
 * Every place is in drawn coordinates: the data's natural units, and for z and all between z and x the same affine map
 * x = mean + scale · u of the standardised u in which the flow computes (`DataSummary.units`). Bounds are
 * [xMin, xMax, yMin, yMax].
 */
export const View = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('density'),
    id: Id,
    at,
    given: Given,
    bounds: Bounds,
    resolution: z.number().int().min(8).max(1024),
    /** The plane of two axes through a point [D], for D > 2: log p(x) there, the other coordinates held fixed. */
    plane: z.strictObject({ axes: z.tuple([Axis, Axis]), through: z.array(z.number()).max(1024) }).optional(),
    /** What a live picture is drawn on: the scale of p shows nothing far below the peak. That of log p by default. */
    scale: z.enum(['density', 'log']).optional(),
  }),
  z.strictObject({
    kind: z.literal('samples'),
    id: Id,
    at,
    given: Given,
    count: z.number().int().min(1).max(20_000),
    seed: z.number().int().min(0).max(0xffffffff),
  }),
  z.strictObject({
    kind: z.literal('volume'),
    id: Id,
    at,
    given: Given,
    /** [xMin, xMax, yMin, yMax, zMin, zMax]. Needs D = 3. */
    bounds: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
    resolution: z.number().int().min(8).max(128),
  }),
  z.strictObject({
    kind: z.literal('layers'),
    id: Id,
    at,
    given: Given,
    /** Where the points start: z (forward, z → x) or the data (inverse, x → z). */
    points: z.discriminatedUnion('from', [
      /** Draws from the base, carried forward. */
      z.strictObject({
        from: z.literal('base'),
        count: z.number().int().min(1).max(20_000),
        seed: z.number().int().min(0).max(0xffffffff),
        /** Only these of the draws, in this order. */
        rows: z.array(z.number().int().min(0)).max(20_000).optional(),
      }),
      /** The rows of `DataSummary.preview`, `count` of them taken evenly, carried inversely, each given its own context. */
      z.strictObject({
        from: z.literal('data'),
        count: z.number().int().min(1).max(4000),
        /** Only these of all the rows, in this order, instead of `count` of them. */
        rows: z.array(z.number().int().min(0)).max(4000).optional(),
      }),
      /** Given places [n, D] in drawn coordinates, carried in the given direction. */
      z.strictObject({
        from: z.literal('given'),
        direction: z.enum(['forward', 'inverse']),
        rows: z.instanceof(Float32Array),
      }),
    ]),
    /** Whether places between the ends of continuous blocks are wanted too, on the path that leads from one to the other. */
    between: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('field'),
    id: Id,
    at,
    given: Given,
    /** Over z (forward) or over x (inverse). Needs D = 2. */
    direction: z.enum(['forward', 'inverse']),
    bounds: Bounds,
    resolution: z.number().int().min(8).max(512),
    /** A block of the stack by its node, or null for the whole stack. */
    node: z.string().max(128).nullable(),
    /** With a block: all blocks from where the direction starts up to and including it, not it alone. */
    cumulative: z.boolean(),
    /** Places along each axis at which the Jacobian is given in full; 0 for none. */
    glyphs: z.number().int().min(0).max(64),
  }),
])
export type View = z.infer<typeof View>

/** A drawn answer to a view. Newest wins: the engine sends the next only after the credit for this one. */
export type Frame = DensityFrame | SamplesFrame | VolumeFrame | LayersFrame | FieldFrame

interface FrameBase {
  readonly view: string
  /** Of the weights shown. */
  readonly step: number
}

export interface DensityFrame extends FrameBase {
  readonly kind: 'density'
  readonly bounds: readonly [number, number, number, number]
  readonly resolution: number
  /** Rows that were computed: at rest all, live perhaps few, what lies between them being interpolated. */
  readonly computed: number
  /** log p in nats, natural units, [resolution, resolution], row 0 at yMin, x fastest, nodes at the ends of both axes. */
  readonly logDensity: Float32Array
}

export interface SamplesFrame extends FrameBase {
  readonly kind: 'samples'
  readonly dims: number
  /** [n, D] row-major, natural units. */
  readonly points: Float32Array
}

export interface VolumeFrame extends FrameBase {
  readonly kind: 'volume'
  readonly bounds: readonly [number, number, number, number, number, number]
  readonly resolution: number
  /** log p in nats, natural units, [resolution, resolution, resolution]: x fastest, then y, then z; nodes at the ends. */
  readonly logDensity: Float32Array
}

export interface LayersFrame extends FrameBase {
  readonly kind: 'layers'
  readonly dims: number
  /** Number of points n. */
  readonly count: number
  /**
   * [L], ascending: the layers 0 … K, of which layer 0 is z, layer k lies after the k-th block from z and layer K is x, and
   * between k − 1 and k the places on the way through block k, if that is continuous and they were wanted.
   */
  readonly t: Float32Array
  /** [L, n, D] in drawn coordinates. */
  readonly positions: Float32Array
  /** [L, n]: log|det ∂place/∂z| in nats in the standardised units, 0 at layer 0, whichever way they were carried. */
  readonly logDet: Float32Array
}

export interface FieldFrame extends FrameBase {
  readonly kind: 'field'
  readonly direction: 'forward' | 'inverse'
  readonly bounds: readonly [number, number, number, number]
  readonly resolution: number
  /** Rows of `logDet` that were computed, as of a density. */
  readonly computed: number
  /** log|det| in nats of the direction, in standardised units, laid out as a density's grid. */
  readonly logDet: Float32Array
  /** `glyphs` of the view. */
  readonly glyphs: number
  /** [glyphs, glyphs, 2, 2]: ∂out_i/∂in_j in standardised units, on a grid like `logDet`'s, nodes at cell middles. */
  readonly jacobians: Float32Array
  /** Grid places at which a value is infinite or no number, by the first block at which it is. */
  readonly nonFinite: readonly { readonly node: string; readonly count: number }[]
}
