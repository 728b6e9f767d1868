import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTable } from '@shared/learn/data/readers/read'
import { Random } from '@shared/math/random'

const fixture = (path: string) => new Uint8Array(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url)))
const utf8 = (text: string) => new TextEncoder().encode(text)
/** `length` bytes of a repeated pattern. */
function filled(length: number, ...pattern: number[]): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set(pattern)
  for (let done = pattern.length; done < length; done *= 2) bytes.copyWithin(done, 0, done)
  return bytes
}
const noise = (length: number) => {
  const random = new Random(1)
  return Uint8Array.from({ length }, () => random.integer(256))
}
const npyHeader = (header: string, elements: number) => {
  const text = header.padEnd(118)
  return Uint8Array.from([0x93, ...utf8('NUMPY'), 1, 0, text.length, 0, ...utf8(text), ...new Uint8Array(elements)])
}
const npy = fixture('npy/little-f8.npy')
const parquet = fixture('parquet/snappy.parquet')

const MiB = 1024 * 1024
const wide = Array.from({ length: 2000 }, (_, i) => `c${i}`).join(',')

/** What is in the file, its name, its bytes, and what the one error must say. */
const files: readonly (readonly [string, string, Uint8Array | (() => Uint8Array), string])[] = [
  ['nothing', 'a.csv', utf8(''), 'is empty'],
  ['only blank lines', 'a.csv', utf8('\n\n \n'), 'is empty'],
  ['only a byte order mark', 'a.csv', Uint8Array.of(0xef, 0xbb, 0xbf), 'is empty'],
  ['a header only', 'a.csv', utf8('x,y\n'), 'has a header and no rows'],
  [
    'ragged rows',
    'a.csv',
    utf8('x,y\n1,2\n3\n4,5,6\n'),
    'line 3 has 1 cell; line 4 has 3 cells; expected 2 as in line 1',
  ],
  ['many ragged rows', 'a.csv', utf8('x,y\n1,2\n' + '1\n'.repeat(9)), 'and 6 more'],
  ['the same name twice', 'a.csv', utf8('x,y,x\n1,2,3\n'), 'more than one column "x"'],
  ['too long a name', 'a.csv', utf8(`${'n'.repeat(300)}\n1\n`), 'the name of column 1 has 300'],
  ['too many columns', 'a.csv', utf8(`${wide}\n`), '2,000 columns, expected at most 1,024'],
  [
    'text only',
    'a.csv',
    utf8('name\nann\nbob\n'),
    'no column of numbers; column "name", line 2: "ann" is not a number. Choose',
  ],
  ['a quote never closed', 'a.csv', utf8('x,y\n1,"2\n3,4\n'), 'line 2: a quoted cell that never ends'],
  ['text after a closing quote', 'a.csv', utf8('x,y\n"1"a,2\n'), 'line 2: text after a closing quotation mark'],
  ['UTF-16', 'a.csv', Uint8Array.of(0xff, 0xfe, 0x31, 0x00), 'is UTF-16'],
  ['Latin-1', 'a.csv', Uint8Array.of(0x78, 0x0a, 0x31, 0x0a, 0xe4, 0x0a), 'line 3: not UTF-8'],
  ['an overlong UTF-8 form', 'a.csv', Uint8Array.of(0xc0, 0xaf, 0x0a, 0x31), 'line 1: not UTF-8'],
  ['zero bytes', 'a.csv', () => filled(1000, 0), 'line 1: binary'],
  ['binary garbage', 'a.csv', noise(100_000), 'line 1: not UTF-8'],
  ['one line of 100 MB', 'a.csv', () => filled(100 * MiB, 0x31), 'line 1: longer than 1 MiB'],
  ['100 MB of commas', 'a.csv', () => filled(100 * MiB, 0x2c), 'line 1: longer than 1 MiB'],
  ['100 MB of quotes', 'a.csv', () => filled(100 * MiB, 0x22), 'line 1: longer than 1 MiB'],
  [
    'a quote open for 100 MB',
    'a.csv',
    () => filled(100 * MiB, 0x22, 0x31, 0x0a),
    'text after a closing quotation mark',
  ],
  ['a quoted cell of 100 MB', 'a.csv', utf8('x\n"' + '1\n'.repeat(2 * MiB)), 'line 2: longer than 1 MiB'],
  ['an unknown extension', 'a.xlsx', utf8('x'), 'expected one of .csv, .tsv'],
  ['no extension', 'data/a', utf8('x'), 'File "a": expected one of'],
  ['an extension that is a property of objects', 'a.constructor', utf8('x'), 'expected one of'],

  ['text', 'a.npy', utf8('1,2\n'), 'is not a NumPy array'],
  ['six bytes', 'a.npy', npy.slice(0, 6), 'header is cut short'],
  ['nine bytes', 'a.npy', npy.slice(0, 9), 'header is cut short'],
  ['half a header', 'a.npy', npy.slice(0, 40), 'header is cut short'],
  ['a file cut short', 'a.npy', npy.slice(0, npy.length - 1), 'is cut short: 47 bytes of elements, expected 48'],
  ['bytes left over', 'a.npy', Uint8Array.from([...npy, 0]), 'has bytes left over'],
  ['a version of the future', 'a.npy', npy.with(6, 9), 'version is 9'],
  ['no dtype', 'a.npy', npyHeader("{'fortran_order': False, 'shape': (1,)}", 8), "lacks 'descr'"],
  [
    'a huge shape',
    'a.npy',
    npyHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 2)}", 8),
    'rows',
  ],
  [
    'a huge product',
    'a.npy',
    npyHeader("{'descr': '<f8', 'fortran_order': False, 'shape': (9000000, 1000)}", 8),
    'values',
  ],
  ['complex numbers', 'a.npy', fixture('npy/refused-complex.npy'), 'type <c16'],
  ['pickled objects', 'a.npy', fixture('npy/refused-object.npy'), 'type |O'],
  ['strings', 'a.npy', fixture('npy/refused-text.npy'), 'type <U1'],
  ['a structured array', 'a.npy', fixture('npy/refused-structured.npy'), 'structured array'],
  ['three dimensions', 'a.npy', fixture('npy/refused-cube.npy'), 'shape is (2, 2, 2)'],
  ['no dimension', 'a.npy', fixture('npy/refused-scalar.npy'), 'shape is ()'],
  ['no rows', 'a.npy', fixture('npy/refused-empty.npy'), 'has no rows'],
  [
    'not a number anywhere',
    'a.npy',
    npyHeader("{'descr': '<f2', 'fortran_order': False, 'shape': (1,)}", 0),
    'cut short',
  ],

  ['text', 'a.parquet', utf8('1,2\n3,4\n5,6\n'), 'cannot be read as Parquet'],
  ['four bytes', 'a.parquet', parquet.slice(0, 4), 'cannot be read as Parquet'],
  ['a file cut short', 'a.parquet', parquet.slice(0, parquet.length - 20), 'cannot be read as Parquet'],
  ['garbage between the marks', 'a.parquet', garbled(parquet), 'cannot be read as Parquet'],
]

/** Keeps the footer and ruins the pages. */
function garbled(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i >= 4 && i < 700 ? 0xff : byte))
}

describe('a bad file is refused in one sentence', () => {
  it.each(files)('%s in %s', async (_what, name, bytes, said) => {
    const result = await readTable(name, typeof bytes === 'function' ? bytes() : bytes)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.issues).toHaveLength(1)
    expect(result.issues[0].message).toContain(said)
    expect(result.issues[0].message).toMatch(/^File ".*\.$/s)
  })

  it('and no cut of a good file crashes a reader', async () => {
    for (const [name, bytes] of [
      ['a.npy', npy],
      ['a.parquet', parquet],
    ] as const) {
      for (let length = 0; length < bytes.length; length += 37) {
        expect((await readTable(name, bytes.slice(0, length))).ok).toBe(false)
      }
    }
  })
})
