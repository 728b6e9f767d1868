import { bases, baseEntry, blockEntry, blocks, defaultSettings, families } from '@shared/catalogue/registry'
import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { piecesOf } from '../../src/renderer/ui/taught'

const entries = [...blocks, ...bases]

/** Throws on TeX that KaTeX cannot set. */
const compile = (tex: string): string => katex.renderToString(tex, { throwOnError: true, strict: 'error' })

describe.each(entries)('$type', (entry) => {
  it('keeps every default inside its own range', () => {
    for (const setting of entry.settings) {
      if (setting.kind === 'number') {
        expect(setting.default).toBeGreaterThanOrEqual(setting.min)
        expect(setting.default).toBeLessThanOrEqual(setting.max)
        if (setting.scale === 'log') expect(setting.min).toBeGreaterThan(0)
        if (setting.integer) for (const value of [setting.default, setting.min, setting.max]) expect(value % 1).toBe(0)
      }
      if (setting.kind === 'choice') expect(setting.options.map((option) => option.value)).toContain(setting.default)
    }
  })

  it('names each setting once and shows it only under a setting that exists', () => {
    const keys = entry.settings.map((setting) => setting.key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(Object.keys(defaultSettings(entry))).toEqual(keys)
    for (const { when } of entry.settings) {
      if (!when) continue
      const parent = entry.settings.find((setting) => setting.key === when.key)
      expect(parent?.kind === 'choice' && parent.options.map((option) => option.value)).toContain(when.equals)
    }
  })

  it('has a formula that KaTeX sets', () => {
    expect(compile(entry.formula)).toContain('katex')
  })
})

describe.each(blocks)('block $type', (entry) => {
  it('can be computed in both directions, or says why not', () => {
    for (const { kind, ...words } of [entry.forward, entry.inverse]) {
      expect(['analytic', 'iterative', 'stochastic', 'none']).toContain(kind)
      for (const word of Object.values(words)) expect(word.length).toBeGreaterThan(3)
    }
  })

  it('says in a sentence each when to use it and when not', () => {
    for (const words of [entry.use.when, entry.use.not]) expect(words).toMatch(/^[A-Z].{20,160}\.$/)
  })

  it('says in words what its formulas say', () => {
    const pieces = piecesOf(entry.meaning)
    const words = pieces.map(({ kind, text, after = '' }) => (kind === 'words' ? text : `x${after}`)).join('')
    expect(words).toMatch(/^\S.{40,260}\.$/)
    expect(words).not.toMatch(/[$\\_^]/)
    for (const { kind, text } of pieces) if (kind === 'formula') expect(compile(text)).toContain('katex')
  })

  it('takes the ends of its domain and codomain from its own number settings', () => {
    for (const { from, to } of [entry.domain, entry.codomain].flatMap((range) => range ?? [])) {
      for (const end of [from, to])
        if (typeof end === 'object') expect(entry.settings.find(({ key }) => key === end.setting)?.kind).toBe('number')
    }
  })

  it('says so in its notes when it does not start as the identity', () => {
    if (!entry.startsAsIdentity) expect(entry.notes.join(' ')).toMatch(/not the identity/i)
  })

  it('has a log-determinant that KaTeX sets', () => {
    expect(compile(entry.logDetFormula)).toContain('katex')
  })

  it('belongs to a family of the palette and can be looked up in the literature', () => {
    expect(families.map(({ family }) => family)).toContain(entry.family)
    expect(entry.citation.source).toMatch(/^arXiv:\d{4}\.\d{4,5}$|^[A-Z].+ \((1[89]|20)\d\d\)$/)
  })
})

it('finds entries by their type and nothing by an unknown one', () => {
  for (const entry of blocks) expect(blockEntry(entry.type)).toBe(entry)
  for (const entry of bases) expect(baseEntry(entry.type)).toBe(entry)
  for (const name of ['', 'coupling', '__proto__', 'constructor']) {
    expect(blockEntry(name)).toBeUndefined()
    expect(baseEntry(name)).toBeUndefined()
  }
})
