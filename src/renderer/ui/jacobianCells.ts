import type { Jacobian } from '@shared/catalogue/types'
import { t } from '../strings/t'

/** One cell of the 4×4 glyph: row = output, column = input, `ink` in (0, 1]. */
export interface GlyphCell {
  readonly row: number
  readonly column: number
  readonly ink: number
  readonly shape: 'square' | 'dot'
}

const N = 4
const indices = [0, 1, 2, 3] as const
const permuted = [2, 0, 3, 1] as const

/** Which entries of ∂output/∂input may differ from zero, drawn for D = 4. */
const support: Record<Jacobian['structure'], (row: number, column: number) => boolean> = {
  diagonal: (row, column) => row === column,
  triangular: (row, column) => column <= row,
  permutation: (row, column) => permuted[row] === column,
  'low-rank': (row, column) => row === column || column === 1,
  block: (row, column) => row === column || (row >= N / 2 && column < N / 2),
  full: () => true,
  'trace-estimated': () => true,
  stochastic: () => true,
}

/** Where single numbers move: one by one, or by chance. */
const dotted: ReadonlySet<Jacobian['structure']> = new Set(['permutation', 'stochastic'])

/** A constant Jacobian has solid cells; one that depends on the point has graded ones. */
export function jacobianCells({ structure, constant }: Jacobian): readonly GlyphCell[] {
  return indices.flatMap((row) =>
    indices
      .filter((column) => support[structure](row, column))
      .map((column) => ({
        row,
        column,
        ink: constant ? 0.85 : row === column ? 1 : 0.3 + 0.15 * ((2 * row + column) % N),
        shape: dotted.has(structure) ? ('dot' as const) : ('square' as const),
      })),
  )
}

/** The structure in words, for tooltips and screen readers. */
export function jacobianWords({ structure, constant }: Jacobian): string {
  const words: Record<Jacobian['structure'], string> = {
    diagonal: t('ui.jacobian.diagonal'),
    triangular: t('ui.jacobian.triangular'),
    permutation: t('ui.jacobian.permutation'),
    'low-rank': t('ui.jacobian.lowRank'),
    block: t('ui.jacobian.block'),
    full: t('ui.jacobian.full'),
    'trace-estimated': t('ui.jacobian.traced'),
    stochastic: t('ui.jacobian.none'),
  }
  if (structure === 'stochastic') return words.stochastic
  return t(constant ? 'ui.jacobian.constant' : 'ui.jacobian.varying', { structure: words[structure] })
}
