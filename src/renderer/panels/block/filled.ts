import type { BlockEntry, Settings } from '@shared/catalogue/types'
import { decodeFloat32 } from '@shared/document/float32'
import type { ModelParameter } from '@shared/document/model'
import { significant } from '../../charts/numbers'
import type { z } from 'zod'

/** A block's formula with its numbers put in, and its parameters in words. */

type Parameter = z.infer<typeof ModelParameter>

/** The most coordinates for which numbers are put into a formula. */
const MOST_DIMS = 4
/** The most numbers of a parameter that are written out. */
const MOST_NUMBERS = 8

const number = (value: number): string => significant(value, 3).replace('\u2212', '-')
const vector = (values: readonly number[]): string =>
  String.raw`\begin{pmatrix} ${values.map(number).join(String.raw` \\ `)} \end{pmatrix}`
const matrix = (values: readonly number[], side: number): string => {
  const rows = Array.from({ length: side }, (_, row) => values.slice(row * side, (row + 1) * side).map(number))
  return String.raw`\begin{pmatrix} ${rows.map((row) => row.join(' & ')).join(String.raw` \\ `)} \end{pmatrix}`
}
const diagonal = (values: readonly number[]): string =>
  matrix(
    values.flatMap((value, at) => values.map((_, other) => (at === other ? value : 0))),
    values.length,
  )
const plus = (shift: readonly number[]): string => (shift.every((value) => value === 0) ? '' : ` + ${vector(shift)}`)

/** The numbers of a parameter; empty where it has none by that name. */
const valuesOf = (parameters: readonly Parameter[], name: string): readonly number[] => {
  const found = parameters.find((parameter) => parameter.name === name)
  return found ? [...(decodeFloat32(found.data) ?? [])] : []
}

const listOf = (value: unknown): readonly number[] | null => (Array.isArray(value) ? (value as number[]) : null)

type Filler = (settings: Settings, parameters: readonly Parameter[], dims: number) => string | null

const fillers: Readonly<Record<string, Filler | undefined>> = {
  affine: (_, parameters) => {
    const [scale, shift] = [valuesOf(parameters, 'logScale').map(Math.exp), valuesOf(parameters, 'shift')]
    return scale.length === 0 ? null : String.raw`\mathbf{x} = ${diagonal(scale)}\,\mathbf{z}${plus(shift)}`
  },
  'dense-matrix': ({ matrix: entries, shift }, _, dims) => {
    const own = listOf(entries)
    const linear = own ? String.raw`${matrix(own, dims)}\,\mathbf{z}` : String.raw`\mathbf{z}`
    return String.raw`\mathbf{x} = ${linear}${plus(listOf(shift) ?? [])}`
  },
  expression: ({ expression }) => String.raw`x_i = f(z_i), \quad f(z) = \verb|${String(expression)}|`,
  rotation: (_, parameters, dims) => {
    const [angle] = valuesOf(parameters, 'angles')
    if (dims !== 2 || !Number.isFinite(angle)) return null
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    return String.raw`\mathbf{x} = ${matrix([c, -s, s, c], 2)}\,\mathbf{z}`
  },
  planar: (_, parameters) => {
    const [w, [b]] = [valuesOf(parameters, 'w'), valuesOf(parameters, 'b')]
    if (w.length === 0 || !Number.isFinite(b)) return null
    const at = String.raw`\tanh\left(${vector(w)}^\top\mathbf{z} ${b < 0 ? '-' : '+'} ${number(Math.abs(b))}\right)`
    return String.raw`\mathbf{x} = \mathbf{z} + \hat{\mathbf{u}}\,${at}`
  },
}

/** TeX of the forward map with the numbers of now; null where there are too many of them, or none to put in. */
export function filledFormula(
  { type }: Pick<BlockEntry, 'type'>,
  settings: Settings,
  parameters: readonly Parameter[],
  dims: number,
): string | null {
  return dims > MOST_DIMS ? null : (fillers[type]?.(settings, parameters, dims) ?? null)
}

/** What is known of a parameter: its numbers where they are few, else their shape and range. */
export type ParameterFacts =
  | { readonly kind: 'numbers'; readonly name: string; readonly numbers: string }
  | {
      readonly kind: 'range'
      readonly name: string
      readonly shape: string
      readonly from: string
      readonly to: string
    }

export function factsOf({ name, shape, data }: Parameter): ParameterFacts {
  const values = [...(decodeFloat32(data) ?? [])]
  if (values.length <= MOST_NUMBERS)
    return { kind: 'numbers', name, numbers: values.map((value) => significant(value, 3)).join(', ') }
  const [from, to] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  return { kind: 'range', name, shape: shape.join(' × '), from: significant(from, 3), to: significant(to, 3) }
}
