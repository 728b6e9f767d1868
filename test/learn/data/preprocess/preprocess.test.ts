import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTable } from '@shared/learn/data/readers/read'
import { selectRows } from '@shared/learn/data/preprocess/selectRows'
import { splitRows, takeRows } from '@shared/learn/data/preprocess/split'
import { fitStandardise } from '@shared/learn/data/preprocess/standardise'
import { Units } from '@shared/learn/units'
import { Random } from '@shared/math/random'

async function table(text: string) {
  const result = await readTable('t.csv', new TextEncoder().encode(text))
  if (!result.ok) throw new Error(result.issues[0].message)
  return result.value
}

const message = (outcome: { ok: boolean; issues?: readonly { message: string }[] }) => outcome.issues?.[0].message

describe('selectRows', () => {
  it('takes every column of numbers, or the chosen ones in the order chosen', async () => {
    const iris = await table('a,name,b\n1,x,10\n2,y,20\n')
    expect(selectRows('t', iris, null)).toMatchObject({ value: { columns: ['a', 'b'], count: 2, dropped: 0 } })
    const chosen = selectRows('t', iris, ['b', 'a'])
    expect(chosen.ok && [...chosen.value.values]).toEqual([10, 1, 20, 2])
  })

  it('refuses rows with gaps by column and count, or drops them when told to', async () => {
    const gaps = await table('a,b\n1,\n2,3\nNA,inf\n4,5\n')
    const refused = selectRows('t', gaps, null)
    expect(message(refused)).toContain('column "a" has 1 missing, first in row 3')
    expect(message(refused)).toContain('column "b" has 1 missing and 1 infinite, first in row 1')
    expect(message(refused)).toContain('Leave out the 2 rows (of 4)')
    const dropped = selectRows('t', gaps, null, 'drop')
    expect(dropped.ok && [[...dropped.value.values], dropped.value.dropped]).toEqual([[2, 3, 4, 5], 2])
    expect(selectRows('t', await table('a,b\n1,\n,2\n'), null, 'drop').ok).toBe(false)
  })

  it.each([
    [['c'], 'there is no such column; expected one of "a"'],
    [['a', 'a'], 'chosen twice'],
    [['name'], 'line 2: "x" is not a number'],
    [['void'], 'has no values'],
  ])('refuses the choice %o', async (chosen, said) => {
    const mixed = await table('a,name,void\n1,x,\n2,y,\n')
    expect(message(selectRows('t', mixed, chosen))).toContain(said)
  })

  it('refuses to leave out a column of numbers silently because a few cells are not', async () => {
    const typo = await table('a,b\n1,2\n3,4\noops,6\n')
    expect(message(selectRows('t', typo, null))).toContain('column "a": line 4: "oops" is not a number')
  })
})

describe('splitRows', () => {
  it('deals every row to exactly one part, the same way for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 500 }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.double({ min: 0, max: 0.4, noNaN: true }),
        fc.nat(),
        (rows, validation, test, seed) => {
          const deal = () => splitRows(rows, { validation, test }, new Random(seed))
          const parts = deal()
          if (!parts.ok) return false
          const all = [...parts.value.train, ...parts.value.validation, ...parts.value.test]
          expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i))
          expect(deal()).toEqual(parts)
          expect(parts.value.validation.length > 0).toBe(validation > 0)
          return true
        },
      ),
      { numRuns: 50 },
    )
  })

  it('refuses shares that leave nothing to train on', () => {
    const all = splitRows(10, { validation: 0.5, test: 0.5 }, new Random(1))
    expect(message(all)).toContain('of 10 rows 5 for validation and 5 for test leave fewer than 2 for training')
  })

  it('takes the rows asked for', () => {
    expect([...takeRows(Float64Array.of(1, 2, 3, 4, 5, 6), 2, Uint32Array.of(2, 0))]).toEqual([5, 6, 1, 2])
  })
})

describe('standardise', () => {
  const columns = ['a', 'b', 'c']
  const rows = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i * i) * 10 ** (i % 3) + 1e6 * (i % 3))
  const fitted = fitStandardise(columns, rows)
  if (!fitted.ok) throw new Error('must fit')
  const units = new Units(3, [fitted.value])

  it('gives every column mean 0 and standard deviation 1', () => {
    const again = fitStandardise(columns, units.toFlow(rows))
    if (!again.ok) throw new Error('must fit')
    again.value.mean.forEach((mean) => expect(Math.abs(mean)).toBeLessThan(1e-9))
    again.value.scale.forEach((scale) => expect(Math.abs(scale - 1)).toBeLessThan(1e-9))
  })

  it('is undone by its units', () => {
    const back = units.toNatural(units.toFlow(rows))
    back.forEach((value, i) => expect(Math.abs(value - rows[i])).toBeLessThan(1e-9 * Math.max(1, Math.abs(rows[i]))))
  })

  it('carries densities to natural units: a Gaussian stays one', () => {
    const natural = new Units(2, [{ type: 'standardise', mean: [3, -2], scale: [2, 0.5] }])
    const x = Float64Array.of(4.1, -2.2)
    const [u, v] = natural.toFlow(x)
    const logNormal = (z: number, sd = 1) => -(z * z) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI))
    const expected = logNormal(x[0] - 3, 2) + logNormal(x[1] + 2, 0.5)
    expect(logNormal(u) + logNormal(v) - natural.logVolume).toBeCloseTo(expected, 12)
  })
})
