import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))

/** `from` and `to` are paths below src, or `to` is a package's name. */
interface Import {
  readonly from: string
  readonly to: string
}

const scriptOf = (file: string, text: string): string =>
  file.endsWith('.vue')
    ? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join('\n')
    : text

function importsOf(file: string): Import[] {
  const text = scriptOf(file, readFileSync(`${source}/${file}`, 'utf8'))
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName: name }) => {
    if (name.startsWith('@shared/')) return { from: file, to: name.replace('@', '') }
    return { from: file, to: name.startsWith('.') ? posix.join(dirname(file), name) : name }
  })
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|vue)$/.test(file))
const imports = files.flatMap(importsOf)

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)
const layerOf = (path: string) =>
  path.startsWith('shared/') ? path.split('/').slice(0, 2).join('/') : path.split('/')[0]

/** Which layers each may import besides itself, bottom to top. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'shared/math': [],
  'shared/tensor': [],
  'shared/expression': ['shared/tensor'],
  'shared/catalogue': ['shared/expression', 'shared/math'],
  'shared/document': ['shared/expression', 'shared/catalogue', 'shared/math'],
  'shared/rpc': ['shared/document', 'shared/catalogue'],
  'shared/flow': ['shared/expression', 'shared/tensor', 'shared/math', 'shared/document', 'shared/catalogue'],
  'shared/learn': ['shared/flow', 'shared/tensor', 'shared/math', 'shared/document', 'shared/catalogue'],
  'shared/engine': ['shared/learn', 'shared/flow', 'shared/tensor', 'shared/math', 'shared/rpc', 'shared/document', 'shared/catalogue'], // prettier-ignore
  renderer: ['shared/expression', 'shared/rpc', 'shared/document', 'shared/catalogue'],
  preload: ['shared/rpc'],
  main: ['shared'],
}

const shown = (list: readonly Import[]) => list.map(({ from, to }) => `${from} → ${to}`)

describe('the layers of src', () => {
  it('are all named here', () => {
    expect([...new Set(files.map(layerOf))].sort()).toEqual(Object.keys(allowed).sort())
  })

  it.each(Object.keys(allowed))('let %s import only downwards', (layer) => {
    const inside = imports.filter(
      ({ from, to }) => layerOf(from) === layer && files.some((f) => within(to, layerOf(f))),
    )
    const upwards = inside.filter(({ to }) => ![layer, ...allowed[layer]].some((lower) => within(to, lower)))
    expect(shown(upwards)).toEqual([])
  })

  it('let only hosts and the backends themselves name a backend', () => {
    const named = imports.filter(({ to }) => within(to, 'shared/tensor/backends'))
    const strangers = named.filter(({ from }) => !within(from, 'main') && !within(from, 'shared/tensor/backends'))
    expect(named.length).toBeGreaterThan(0)
    expect(shown(strangers)).toEqual([])
  })

  it('let no backend import another', () => {
    const folders = readdirSync(`${source}/shared/tensor/backends`, { withFileTypes: true })
    const backends = folders.flatMap(({ name }) =>
      files.includes(`shared/tensor/backends/${name}/index.ts`) ? [`shared/tensor/backends/${name}`] : [],
    )
    expect(backends.length).toBeGreaterThan(1)
    const others = imports.filter(({ from, to }) =>
      backends.some((own) => within(from, own) && backends.some((other) => other !== own && within(to, other))),
    )
    expect(shown(others)).toEqual([])
  })

  it('keep electron to its shell', () => {
    const users = imports.filter(({ to }) => to === 'electron')
    const strangers = users.filter(({ from }) => !/^(main\/electron\/|main\/index\.ts$|preload\/)/.test(from))
    expect(users.length).toBeGreaterThan(0)
    expect(shown(strangers)).toEqual([])
  })

  it('keep Node out of what a browser runs', () => {
    const node = new Set(builtinModules)
    const users = imports.filter(({ to }) => to.startsWith('node:') || node.has(to))
    expect(shown(users.filter(({ from }) => !within(from, 'main')))).toEqual([])
  })

  it('keep drawing out of the engine, and TensorFlow.js to its host', () => {
    const screen = imports.filter(({ to }) => /^(vue|pinia|three|uplot|katex|reka-ui|@vue-flow|@lucide)\b/.test(to))
    expect(shown(screen.filter(({ from }) => !within(from, 'renderer')))).toEqual([])
    const tfjs = imports.filter(({ to }) => to.startsWith('@tensorflow/'))
    expect(shown(tfjs.filter(({ from }) => !within(from, 'main/engine')))).toEqual([])
  })
})
