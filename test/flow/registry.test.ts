import { bases, blocks } from '@shared/catalogue/registry'
import { baseDefinitions, bijectorDefinitions } from '@shared/flow/registry'
import { describe, expect, it } from 'vitest'
import { create, variedCases } from './support/blocks'

const types = (entries: readonly { readonly type: string }[]) => entries.map(({ type }) => type).sort()

describe('the registry', () => {
  it('has the mathematics of every block of the catalogue, and no other', () => {
    expect(types(bijectorDefinitions)).toEqual(types(blocks))
  })

  it('has the mathematics of every base of the catalogue, and no other', () => {
    expect(types(baseDefinitions)).toEqual(types(bases))
  })

  it.each(blocks)('knows whether $type follows a vector field', (entry) => {
    expect(create(entry, 2).velocity !== undefined).toBe(entry.hasVelocity === true)
  })

  it.each(blocks)('knows whether the first rows set $type', (entry) => {
    expect(create(entry, 2).initialise !== undefined).toBe(entry.setByData === true)
  })

  const maps = blocks.filter(({ forward }) => forward.kind !== 'stochastic')
  it.each(maps)('knows whether $type has anything to learn', (entry) => {
    expect(create(entry, 2).parameters.length === 0).toBe(entry.learnsNothing === true)
  })

  it.each(variedCases)('gives every parameter of $name a name of its own and a value for each place', ({ create }) => {
    for (const dims of [1, 2, 5]) {
      const { parameters } = create(dims)
      const names = parameters.map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      for (const { shape } of parameters) expect(shape.every((size) => size > 0)).toBe(true)
    }
  })
})
