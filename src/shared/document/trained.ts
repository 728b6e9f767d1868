import { chainOf } from './chain'
import { equal } from './equal'
import type { FlowDocument } from './schema'

/**
 * Whether two documents train alike: they may differ in their names, notes and frames, and in how the same blocks are grouped. What was
 * learnt then belongs to both.
 */
export const sameTraining = (a: FlowDocument, b: FlowDocument): boolean => a === b || equal(trainedOf(a), trainedOf(b))

/** All of a document that training depends on. */
function trainedOf(document: FlowDocument) {
  const { base, bijectors } = chainOf(document.graph) ?? {}
  const { notes: _, frames: __, ...rest } = document
  return { ...rest, name: '', graph: bijectors ? { base, bijectors } : document.graph }
}

/** A short text that documents share if and only if they train alike, but for chances of one in 2¹⁰⁶. */
export function trainedKey(document: FlowDocument): string {
  const { data, ...rest } = trainedOf(document)
  return `${dataKey(data)}-${hash(canonical(rest))}`
}

/** Of data, which may be large and is mostly the very same from document to document. */
function dataKey(data: FlowDocument['data']): string {
  const known = dataKeys.get(data) ?? hash(canonical(data))
  dataKeys.set(data, known)
  return known
}

const dataKeys = new WeakMap<FlowDocument['data'], string>()

/** JSON with keys in the order of the alphabet, so that equal values have equal texts. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join()}}`
}

/** Two hashes of 53 bits with different starts, each of two multiplicative halves, as hexadecimal digits. */
const hash = (text: string): string => `${half(text, 0x9e3779b9)}${half(text, 0x85ebca6b)}`

function half(text: string, start: number): string {
  let [a, b] = [start ^ 0x243f6a88, start ^ 0xb7e15162]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code ^ (a >>> 13), 0x5bd1e995)
  }
  a = Math.imul(a ^ (b >>> 16), 0x2c1b3c6d)
  b = Math.imul(b ^ (a >>> 15), 0x297a2d39)
  return (2 ** 32 * ((b ^ (a >>> 13)) & 0x1fffff) + (a >>> 0)).toString(16).padStart(14, '0')
}
