import { longestText } from './syntax'

/** A text that is no expression. `at` counts characters from 0. */
export class ExpressionError extends Error {
  constructor(
    readonly at: number,
    expected: string,
    found: string,
    remedy: string,
  ) {
    super(`at character ${at + 1}: expected ${expected}, found ${found}. ${remedy}`)
  }
}

export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

/** Signs of mathematics that people paste, as what a keyboard writes. Each is one character, so that places stay true. */
const written: Readonly<Record<string, string>> = {
  '−': '-', '–': '-', '·': '*', '×': '*', '⋅': '*', '÷': '/', '≤': '<=', '≥': '>=', 'π': 'pi',
  '²': '^2', '³': '^3',
} // prettier-ignore

const shapes: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z]+\d*/y],
  ['sign', /<=|>=|[-+*/^()<>?:,]/y],
]

const space = /\s/

export const quoted = ({ kind, text }: Token): string => (kind === 'end' ? 'the end' : `"${text}"`)

/** Splits a text into numbers, names and signs; `variables` is what to say that names may be. */
export function tokensOf(text: string, variables: string): readonly Token[] {
  if (text.length > longestText) {
    const remedy = 'Shorten it.'
    throw new ExpressionError(longestText, `at most ${longestText} characters`, `${text.length}`, remedy)
  }
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at)!)
    const plain = written[character] as string | undefined
    if (plain !== undefined) {
      tokens.push(
        ...tokensOf(plain, variables)
          .slice(0, -1)
          .map((token) => ({ ...token, at })),
      )
      at++
    } else if (space.test(character)) at++
    else {
      const token = tokenAt(text, at)
      if (!token)
        throw new ExpressionError(at, `a number, ${variables}, a function or a sign`, `"${character}"`, 'Remove it.')
      tokens.push(token)
      at += token.text.length
    }
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }]
}

function tokenAt(text: string, at: number): Token | null {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const [found] = shape.exec(text) ?? []
    if (found !== undefined) return { kind, text: found, at }
  }
  return null
}
