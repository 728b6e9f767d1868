import { describe, expect, it } from 'vitest'
import { blocks } from '@shared/catalogue/registry'
import type { Jacobian } from '@shared/catalogue/types'
import { jacobianCells, jacobianWords } from '../../../src/renderer/ui/jacobianCells'

const draw = (structure: Jacobian['structure'], constant = true): string => {
  const rows = Array.from({ length: 4 }, () => ['.', '.', '.', '.'])
  for (const cell of jacobianCells({ structure, constant })) rows[cell.row][cell.column] = '#'
  return rows.map((row) => row.join('')).join('\n')
}

describe('the Jacobian glyph', () => {
  it('draws each structure as its non-zero entries', () => {
    expect(draw('diagonal')).toBe('#...\n.#..\n..#.\n...#')
    expect(draw('triangular')).toBe('#...\n##..\n###.\n####')
    expect(draw('block')).toBe('#...\n.#..\n###.\n##.#')
    expect(draw('low-rank')).toBe('##..\n.#..\n.##.\n.#.#')
    expect(draw('full')).toBe('####\n####\n####\n####')
  })

  it('draws a permutation as one dot in every row and column', () => {
    const cells = jacobianCells({ structure: 'permutation', constant: true })
    expect(new Set(cells.map((cell) => cell.row)).size).toBe(4)
    expect(new Set(cells.map((cell) => cell.column)).size).toBe(4)
    expect(cells.every((cell) => cell.shape === 'dot')).toBe(true)
  })

  it('has solid cells where the Jacobian is constant and graded ones where it depends on the point', () => {
    const inks = (constant: boolean) => new Set(jacobianCells({ structure: 'full', constant }).map((cell) => cell.ink))
    expect(inks(true).size).toBe(1)
    expect(inks(false).size).toBeGreaterThan(2)
  })

  it.each(blocks.map((entry) => [entry.type, entry.jacobian] as const))(
    'has a picture and words for %s',
    (_, jacobian) => {
      expect(jacobianCells(jacobian).length).toBeGreaterThanOrEqual(4)
      expect(jacobianWords(jacobian)).not.toContain('undefined')
    },
  )
})
