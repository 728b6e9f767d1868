import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** Rows of the table: feature, whom it is for, whether it is there, and its proof. */
const rows = read('docs/features.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .slice(2)
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, feature, , answer, proof]) => ({ feature, answer, proof }))

describe('the table of features', () => {
  it('has the proof of each feature that is said to be there', () => {
    expect(rows.length).toBeGreaterThan(40)
    expect(rows.filter(({ answer, proof }) => answer.startsWith('yes') && proof === '')).toEqual([])
  })

  it.each(rows.filter(({ proof }) => proof !== ''))('names a test that there is, of $feature', ({ proof }) => {
    const [, file, title] = /^(\S+\.ts)(?:: (.+))?$/.exec(proof) ?? []
    expect(file, proof).toBeDefined()
    expect(read(`test/${file}`)).toContain(title === undefined ? 'test' : `'${title}'`)
  })
})
