import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { withDefaults } from '@shared/document/defaults'
import type { DataSource } from '@shared/document/schema'
import { serialise } from '@shared/document/serialise'
import { checkDocument, parseDocument } from '@shared/document/validate'
import { toySets } from '@shared/learn/data/toys/registry'
import { describe, expect, it } from 'vitest'
import { examples } from './examples'

interface Builtin {
  readonly name: string
  readonly dims: number
}

const index = fileURLToPath(new URL('../../resources/data/index.json', import.meta.url))
const builtins = JSON.parse(readFileSync(index, 'utf8')) as readonly Builtin[]

/** The columns of numbers of a source that ships with the app; undefined when there is no such source. */
function columnsOf(source: DataSource): number | undefined {
  if (source.kind === 'toy') return toySets.find((toy) => toy.name === source.name)?.dims
  if (source.kind === 'energy') return source.dims
  if (source.kind === 'table') return source.columns.length
  if (source.kind === 'builtin')
    return source.columns?.length ?? builtins.find(({ name }) => name === source.name)?.dims
  return undefined
}

it('includes the document that the app starts with', () => {
  expect(examples.map(({ name }) => name)).toContain('two-moons.flow.json')
})

describe.each(examples)('$name', ({ text }) => {
  const outcome = parseDocument(text)
  if (!outcome.ok) throw new Error(outcome.issues[0].message)
  const document = outcome.value

  it('names data that ships with the app, and has nothing to complain about at its dimension', () => {
    const { source, context } = document.data
    const columns = columnsOf(source)
    expect(columns).toBeDefined()
    const taken = context.filter(({ as }) => as === 'number').length
    expect(checkDocument(document, columns! - taken)).toEqual([])
  })

  it('spells out every setting, in the form in which the app saves', () => {
    expect(withDefaults(document)).toBe(document)
    expect(serialise(document)).toBe(text)
  })
})
