import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { run } from './run'

/** What a table says, however its columns are padded. */
const cells = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s-]+$/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))

it('has in its README the tables that "diffeo blocks --markdown" prints', async () => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
  const section = readme.split(/^## Blocks$/m)[1].split(/^## /m)[0]
  const { out } = await run('blocks', '--markdown')

  expect(cells(out).length).toBeGreaterThan(10)
  expect(cells(section)).toEqual(cells(out))
})
