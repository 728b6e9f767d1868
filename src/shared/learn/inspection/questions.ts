import type { Flow } from '../../flow/flow'
import type { TraceTarget } from '../../flow/target'
import type { Program } from '../../tensor/ir/program'
import {
  densityProgram,
  determinantProgram,
  jacobianProgram,
  layersProgram,
  pathProgram,
  samplingProgram,
  targetProgram,
  weighingProgram,
  type Direction,
} from './programs'
import { solverProgram } from './solverProgram'

/** Rows per run: few for a cursor, many for a picture, and fewer for a lattice, which seldom has so many. */
export const FEW = 32
export const MANY = 512
const LATTICE = 256

/** A question about a flow: the program that rows are put to. */
export interface Asked {
  /** It is kept by. */
  readonly name: string
  /** Its input of rows. */
  readonly input: string
  readonly build: (flow: Flow, rows: number) => Program
  /** Rows per run. */
  readonly rows: number
  /** Whether few rows, as a cursor asks for, have a program of their own: the rest of a table is not worth one. */
  readonly alsoFew: boolean
}

export const density: Asked = { name: 'density', input: 'x', build: densityProgram, rows: MANY, alsoFew: true }
export const sampling: Asked = { name: 'sampling', input: 'z', build: samplingProgram, rows: MANY, alsoFew: true }

export const weighing = (target: TraceTarget): Asked => ({
  name: 'weighing',
  input: 'z',
  build: (flow, rows) => weighingProgram(flow, rows, target),
  rows: MANY,
  alsoFew: false,
})

export const targets = (target: TraceTarget): Asked => ({
  name: 'target',
  input: 'x',
  build: ({ dims }, rows) => targetProgram(dims, rows, target),
  rows: MANY,
  alsoFew: false,
})

const along = (
  direction: Direction,
  name: string,
  build: (flow: Flow, rows: number, direction: Direction) => Program,
  rows: number,
  alsoFew: boolean,
): Asked => ({
  name: `${name} ${direction}`,
  input: 'points',
  build: (flow, count) => build(flow, count, direction),
  rows,
  alsoFew,
})

export const paths = (direction: Direction): Asked => along(direction, 'layers', layersProgram, MANY, true)
export const fullPaths = (direction: Direction): Asked => along(direction, 'path', pathProgram, MANY, true)
export const determinants = (direction: Direction): Asked =>
  along(direction, 'determinant', determinantProgram, MANY, false)
export const jacobians = (direction: Direction): Asked => along(direction, 'jacobian', jacobianProgram, LATTICE, false)

export const solvers = (direction: Direction, blocks: readonly number[]): Asked => ({
  name: `solvers ${direction} ${blocks.join()}`,
  input: 'points',
  build: (flow, rows) => solverProgram(flow, rows, direction, blocks),
  rows: LATTICE,
  alsoFew: false,
})

/** A question with the number of rows that its program takes. */
export interface Prepared {
  readonly asked: Asked
  readonly rows: number
}

/** What the views of a flow and the cursor over them ask, the likeliest first. */
export function likely({ dims, stochastic }: Flow): readonly Prepared[] {
  const ways = ['inverse', 'forward'] as const
  const ofFields = ways.flatMap((direction) => [determinants(direction), jacobians(direction)])
  const ofLayers = (['forward', 'inverse'] as const).map(paths)
  const drawn = dims === 2 || dims === 3 ? ofLayers : []
  // where points move by chance there is neither a density of one nor a determinant to show
  if (stochastic.length > 0) return [sampling, ...drawn].map((each) => ({ asked: each, rows: each.rows }))
  const asked = [density, sampling, ...(dims === 2 ? ofFields : []), ...drawn]
  return [{ asked: density, rows: FEW }, ...asked.map((each) => ({ asked: each, rows: each.rows }))]
}
