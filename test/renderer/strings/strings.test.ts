import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'vue/compiler-sfc'
import { describe, expect, it } from 'vitest'
import { t } from '../../../src/renderer/strings/t'

/** Folders whose templates have no words of their own: all of them are in `strings`. */
const migrated = ['commands', 'layout', 'panels/keys', 'panels/log', 'panels/settings']
/** A `name` in small letters is what tests find a field by. */
const isSpoken = (name: string, value: string): boolean =>
  spoken.has(name) || /^aria-(label|description|valuetext)$/.test(name) || (name === 'name' && /^\p{Lu}/u.test(value))
const spoken = new Set(['title', 'alt', 'placeholder', 'label', 'description', 'text', 'help'])

interface TemplateNode {
  readonly type: number
  readonly content?: unknown
  readonly children?: readonly TemplateNode[]
  readonly props?: readonly {
    readonly type: number
    readonly name: string
    readonly value?: { readonly content: string }
  }[]
}

/** Text and attributes of a template that a person reads or hears. */
function wordsIn(node: TemplateNode): readonly string[] {
  const [TEXT, ATTRIBUTE] = [2, 6]
  const own = node.type === TEXT && typeof node.content === 'string' ? [node.content.trim()] : []
  const attributes = (node.props ?? []).flatMap(({ type, name, value }) =>
    type === ATTRIBUTE && value && isSpoken(name, value.content) ? [value.content] : [],
  )
  return [...own, ...attributes, ...(node.children ?? []).flatMap(wordsIn)].filter((text) => /\p{L}/u.test(text))
}

const wordsOf = (source: string): readonly string[] => {
  const ast = parse(source).descriptor.template?.ast
  return ast ? wordsIn(ast as unknown as TemplateNode) : []
}

describe('the strings', () => {
  it('have their values put in', () => {
    expect(t('commands.edit.undoNamed', { name: 'Group' })).toBe('Undo: Group')
    expect(t('commands.edit.undo')).toBe('Undo')
  })

  it('are found where they are in a template', () => {
    expect(
      wordsOf('<template><p title="Say it">Hello {{ who }}<i aria-label="x">{{ t(\'a\') }}</i></p></template>'),
    ).toEqual(['Say it', 'Hello', 'x'])
  })

  const files = migrated.flatMap((folder) =>
    readdirSync(join('src/renderer', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.vue'))
      .map((name) => join('src/renderer', folder, name)),
  )
  it.each(files)('are not in the template of %s', (file) => {
    expect(wordsOf(readFileSync(file, 'utf8'))).toEqual([])
  })
})
