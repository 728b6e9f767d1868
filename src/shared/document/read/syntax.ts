/** The first place where a text stops being JSON. */
export interface SyntaxFault {
  /** Counted from 1. */
  readonly line: number
  readonly column: number
  readonly expected: string
  readonly got: string
  /** True when the text stops in the middle of something, as a file does that was not written whole. */
  readonly cutOff: boolean
}

type Want =
  'value' | 'value or "]"' | 'a name in double quotes' | 'a name in double quotes or "}"' | '":"' | 'after' | 'end'

const literals = ['true', 'false', 'null']
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/**
 * Where and why `text` is not JSON (RFC 8259); null when it is. Engines word this differently and often without a place,
 * so it is looked for here, once `JSON.parse` has refused the text.
 */
export function findSyntaxFault(text: string): SyntaxFault | null {
  const open: ('{' | '[')[] = []
  let at = 0
  let want: Want = 'value'
  const afterValue = (): Want => (open.length === 0 ? 'end' : 'after')
  const fault = (place: number, expected: string) => describe(text, place, expected, open.length > 0)

  for (;;) {
    at = skipSpace(text, at)
    const char = text[at]
    if (want === 'end') return char === undefined ? null : fault(at, 'the end of the text')
    const inside = open.at(-1)

    if (want === 'after') {
      if (char === ',') want = inside === '{' ? 'a name in double quotes' : 'value'
      else if (char === (inside === '{' ? '}' : ']')) {
        open.pop()
        want = afterValue()
      } else return fault(at, inside === '{' ? '"," or "}"' : '"," or "]"')
      at++
    } else if (want === '":"') {
      if (char !== ':') return fault(at, want)
      want = 'value'
      at++
    } else if (want.startsWith('a name')) {
      if (char === '}' && want.endsWith('"}"')) {
        open.pop()
        want = afterValue()
        at++
      } else if (char === '"') {
        const end = endOfString(text, at)
        if (end.expected !== null) return fault(end.at, end.expected)
        at = end.at
        want = '":"'
      } else return fault(at, want)
    } else if (char === ']' && want !== 'value') {
      open.pop()
      want = afterValue()
      at++
    } else if (char === '{' || char === '[') {
      open.push(char)
      want = char === '{' ? 'a name in double quotes or "}"' : 'value or "]"'
      at++
    } else {
      const end = char === '"' ? endOfString(text, at) : { at: endOfAtom(text, at), expected: null }
      if (end.expected !== null) return fault(end.at, end.expected)
      if (end.at === at) return fault(at, want === 'value' ? 'a value' : 'a value or "]"')
      at = end.at
      want = afterValue()
    }
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++
  return at
}

/** The offset after a number or true, false, null; `from` itself when there is none. */
function endOfAtom(text: string, from: number): number {
  const literal = literals.find((word) => text.startsWith(word, from))
  if (literal) return from + literal.length
  numeral.lastIndex = from
  return numeral.test(text) ? numeral.lastIndex : from
}

/** The offset after a string, or of its first fault with what was expected there. */
function endOfString(text: string, from: number): { readonly at: number; readonly expected: string | null } {
  for (let at = from + 1; ; at++) {
    const char = text[at]
    if (char === '"') return { at: at + 1, expected: null }
    if (char === undefined) return { at, expected: 'a closing double quote' }
    if (char < ' ') return { at, expected: 'a closing double quote, or \\n for a line break in a text' }
    if (char !== '\\') continue
    at++
    if (text[at] === 'u') {
      if (!/^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5)))
        return { at, expected: 'four hexadecimal digits after \\u' }
      at += 4
    } else if (text[at] === undefined || !'"\\/bfnrt'.includes(text[at]))
      return { at, expected: 'one of " \\ / b f n r t u after \\' }
  }
}

function describe(text: string, at: number, expected: string, inside: boolean): SyntaxFault {
  const before = text.slice(0, at).split('\n')
  const word = /^(?:\w+|.)/su.exec(text.slice(at, at + 24))?.[0]
  return {
    line: before.length,
    column: before[before.length - 1].length + 1,
    expected,
    got: word === undefined ? 'the end of the text' : JSON.stringify(word),
    cutOff: word === undefined || (inside && at + word.length === text.length),
  }
}
