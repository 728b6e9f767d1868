import { failure, type Outcome } from '../issue'
import { findSyntaxFault } from './syntax'

/** Largest text read, in characters: above what a document with an embedded table may need. */
const maxCharacters = 256 * 1024 * 1024
/** Deepest nesting read; ours need 9. */
const maxDepth = 32
/** Most entries of one list or object; a model has at most 100 000 parameters. */
const maxEntries = 200_000

/** Keys that reach an object's prototype in careless code; nothing of ours is called so. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * A value from outside as plain JSON data: `input` is a file's text, or a value that arrived as such. Refused, with the
 * place: text that is not JSON, nesting or size beyond reason, and keys that could reach a prototype.
 */
export function readJson(input: unknown): Outcome<unknown> {
  if (typeof input !== 'string') return guard(input)
  if (input.length > maxCharacters) {
    return failure(
      `The text has ${input.length} characters, expected at most ${maxCharacters}. Keep large data in its own file.`,
    )
  }
  const text = input.startsWith('\ufeff') ? input.slice(1) : input
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return failure(syntaxMessage(text))
  }
  return guard(value)
}

function syntaxMessage(text: string): string {
  if (text.trim() === '') return 'The file is empty, expected JSON. Choose another file.'
  const fault = findSyntaxFault(text)
  if (!fault) throw new Error('internal: JSON.parse refused what the syntax check accepts')
  const { line, column, expected, got, cutOff } = fault
  const cut = cutOff ? ' The file seems to be cut off.' : ''
  return `Line ${line}, column ${column}: expected ${expected}, got ${got}. The text is not valid JSON.${cut}`
}

/** Walks without recursion, so that deep nesting cannot exhaust the call stack. */
function guard(root: unknown): Outcome<unknown> {
  const rest: Visit[] = [{ value: root, path: '', depth: 0 }]
  for (let visit = rest.pop(); visit; visit = rest.pop()) {
    const { value, path, depth } = visit
    if (typeof value !== 'object' || value === null) continue
    const refusal = refuse(visit)
    if (refusal) return failure(`${path.length > 60 ? `${path.slice(0, 60)}…` : path || 'The file'}: ${refusal}`, path)
    for (const key of Object.keys(value)) {
      const child = (value as Readonly<Record<string, unknown>>)[key]
      if (typeof child !== 'object' || child === null) continue
      const name = Array.isArray(value) ? `[${key}]` : path === '' ? key : `.${key}`
      rest.push({ value: child, path: path + name, depth: depth + 1 })
    }
  }
  return { ok: true, value: root }
}

interface Visit {
  readonly value: unknown
  readonly path: string
  readonly depth: number
}

function refuse({ value, depth }: Visit): string | null {
  const keys = Object.keys(value as object)
  if (depth >= maxDepth) return `nested deeper than ${maxDepth} levels, which no Diffeo file is. Check the file.`
  if (keys.length > maxEntries) return `has ${keys.length} entries, expected at most ${maxEntries}. Check the file.`
  const forbidden = keys.find((key) => forbiddenKeys.has(key))
  return forbidden === undefined ? null : `the name "${forbidden}" is not allowed in a file. Remove it.`
}
