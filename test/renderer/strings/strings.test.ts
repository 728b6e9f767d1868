import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from '../../../src/renderer/strings/en'
import { counted, t } from '../../../src/renderer/strings/t'
import { isAllowed } from './allowed'
import { keyPatterns, saidIn } from './keys'
import { wordsIn } from './words'

const root = 'src/renderer'
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(sep, '/'))
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.startsWith('strings/'))
const sourceOf = (name: string): string => readFileSync(join(root, name), 'utf8')

type Tree = { readonly [key: string]: string | Tree }
const isForms = (tree: Tree): boolean => typeof tree.one === 'string' && typeof tree.other === 'string'
/** Every sentence by its key; of one that has forms, all of them together. */
const sentences = (tree: Tree, path = ''): readonly (readonly [key: string, text: string])[] =>
  Object.entries(tree).flatMap(([name, value]) => {
    if (typeof value === 'string') return [[path + name, value] as const]
    if (isForms(value)) return [[path + name, Object.values(value).join(' ')] as const]
    return sentences(value, `${path}${name}.`)
  })
const all = new Map(sentences(en))
const placesOf = (key: string): readonly string[] =>
  [...new Set([...(all.get(key) ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort()

describe('the strings', () => {
  it('have their values put in', () => {
    expect(t('commands.edit.undoNamed', { name: 'Group' })).toBe('Undo: Group')
    expect(t('commands.edit.undo')).toBe('Undo')
  })

  it('have a form for the number they are about', () => {
    expect(counted('panels.blocks', 1)).toBe('1 block')
    expect(counted('panels.blocks', 0)).toBe('0 blocks')
    expect(counted('panels.blocks', 12000, { count: '12 000' })).toBe('12 000 blocks')
  })

  it('are found where they are written', () => {
    const textsIn = (name: string, source: string) => wordsIn(name, source).map(({ text }) => text)
    expect(
      textsIn(
        'A.vue',
        '<template><p title="Say it">Hello {{ who }}<i aria-label="x">{{ t(\'a\') }}</i></p></template>',
      ),
    ).toEqual(['Say it', 'Hello', 'x'])
    expect(textsIn('A.vue', "<template>{{ many ? 'several' : t('a') }}</template>")).toEqual(['several'])
    expect(textsIn('a.ts', "const label = on ? 'on' : `${n} off`; if (key === 'Enter') say('a.b')")).toEqual([
      'on',
      '{} off',
    ])
    expect(textsIn('a.ts', "throw new Error('internal: no such node')")).toEqual([])
  })

  it.each(files)('are not written in %s', (name) => {
    const source = sourceOf(name)
    const written = wordsIn(name, source).filter(({ text }) => !isAllowed(name, text))
    expect(written.map(({ text, start }) => `${String(source.slice(0, start).split('\n').length)}: ${text}`)).toEqual(
      [],
    )
  })

  it('are all said somewhere', () => {
    const patterns = files.flatMap((name) => keyPatterns(sourceOf(name)))
    expect([...all.keys()].filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([])
  })

  it('are given their values, and no others', () => {
    const said = files.flatMap((name) => saidIn(name, sourceOf(name)).map((one) => ({ name, ...one })))
    expect(said.length).toBeGreaterThan(500)
    const wrong = said.filter(({ key, given }) => {
      const names = placesOf(key)
      return !all.has(key) || names.some((name) => !given.includes(name)) || given.some((name) => name !== 'count' && !names.includes(name)) // prettier-ignore
    })
    expect(wrong).toEqual([])
  })
})
