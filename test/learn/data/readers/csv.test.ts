import { describe, expect, it } from 'vitest'
import { readTable } from '@shared/learn/data/readers/read'
import type { Table } from '@shared/learn/data/readers/table'

const utf8 = (text: string) => new TextEncoder().encode(text)

async function read(text: string, name = 'data.csv'): Promise<Table> {
  const result = await readTable(name, utf8(text))
  if (!result.ok) throw new Error(result.issues[0].message)
  return result.value
}

const numbers = (table: Table) => Object.fromEntries(table.columns.map((column) => [column.name, [...column.values]]))

describe('CSV', () => {
  it.each([
    ['commas', 'a,b\n1,2\n3,4\n'],
    ['semicolons', 'a;b\n1;2\n3;4\n'],
    ['tabs', 'a\tb\n1\t2\n3\t4\n'],
    ['bars', 'a|b\n1|2\n3|4\n'],
    ['spaces', 'a b\n1 2\n3 4\n'],
    ['Windows line ends', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['old Macintosh line ends', 'a,b\r1,2\r3,4\r'],
    ['no final line end', 'a,b\n1,2\n3,4'],
    ['a byte order mark', '\ufeffa,b\n1,2\n3,4\n'],
    ['blank lines', '\na,b\n\n1,2\n  \n3,4\n\n'],
    ['quotes', '"a","b"\n"1","2"\n3,"4"\n'],
    ['spaces about values', 'a, b\n 1, 2\n3 ,4\n'],
    ['signs and exponents', 'a,b\n+1.0,.2e1\n3E0,4.\n'],
    ['decimal commas', 'a;b\n1,0;2,0\n3,0;4,0\n'],
  ])('reads a table with %s', async (_what, text) => {
    expect(numbers(await read(text))).toEqual({ a: [1, 3], b: [2, 4] })
  })

  it('names the columns itself where there is no header', async () => {
    expect(numbers(await read('1,2\n3,4\n'))).toEqual({ 'column 1': [1, 3], 'column 2': [2, 4] })
    expect(numbers(await read('5.1,setosa\n4.9,setosa\n'))['column 1']).toEqual([5.1, 4.9])
  })

  it('takes years and a data frame’s index row for a header', async () => {
    expect(numbers(await read('id,2019,2020\n7,1.5,2.5\n'))).toEqual({ id: [7], '2019': [1.5], '2020': [2.5] })
    expect(numbers(await read(',0,1\n0,1.5,2.5\n'))).toEqual({ 'column 1': [0], '0': [1.5], '1': [2.5] })
  })

  it('keeps delimiters, quotes and line breaks inside quotes, and goes on counting lines', async () => {
    const table = await read('name,x\n"a, ""b""\nc",1\nd,oops\ne,2\nf,3\n')
    expect(table.head[0]).toEqual(['a, "b"\nc', '1'])
    expect(table.columns[1].faults.first).toEqual(['line 4: "oops" is not a number'])
  })

  it('reads letters beyond ASCII', async () => {
    expect((await read('größe,𝑥,名\n1,2,3\n')).columns.map((column) => column.name)).toEqual(['größe', '𝑥', '名'])
  })

  it('reads every double exactly as the language does', async () => {
    const values = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 123456789012345.67]
    expect((await read(`x\n${values.join('\n')}\n`)).columns[0].values).toEqual(Float64Array.from(values))
  })

  it('counts missing and infinite cells and says so', async () => {
    const table = await read('x,y,z\n1,NA,5\n,inf,6\nnan,-Infinity,7\n2,3,8\n')
    expect(table.columns.map(({ missing, infinite }) => [missing, infinite])).toEqual([
      [2, 0],
      [1, 2],
      [0, 0],
    ])
    const said = table.warnings.map((issue) => issue.message).join('\n')
    expect(said).toContain('column "x": 2 missing')
    expect(said).toContain('column "y": 2 infinite')
  })

  it('names constant columns', async () => {
    const table = await read('x,y\n1,5\n2,5\n')
    expect(table.columns.map((column) => column.constant)).toEqual([false, true])
    expect(table.warnings[0].message).toContain('column "y" has the same value in every row')
  })

  it('names the first cells that are not numbers, then counts', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => (i % 4 === 3 ? 'oops' : String(i)))
    const table = await read(`x,y\n${rows.map((cell) => `${cell},1.5`).join('\n')}\n`)
    expect(table.columns[0].kind).toBe('mixed')
    expect(table.warnings[0].message).toContain(
      'line 5: "oops" is not a number; line 9: "oops" is not a number; line 13: "oops" is not a number; and 2 more',
    )
  })

  it('tells numbers from text, and refuses neither', async () => {
    const table = await read('x,species,nothing\n1,setosa,\n2,7,\n3,versicolor,\n')
    expect(table.columns.map((column) => column.kind)).toEqual(['number', 'text', 'empty'])
  })
})
