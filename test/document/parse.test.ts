import { newDocument } from '@shared/document/create'
import type { Issue } from '@shared/document/issue'
import { serialise } from '@shared/document/serialise'
import { checkDocument, parseDocument, parseModel } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { broken, type Case, expectRefusal, type Loose, nodeOf, type Wanted } from './broken'
import { oneOfEach } from './generators'
import { modelOf } from './models'

const whole = oneOfEach()

const unreadable: readonly (Wanted & { readonly what: string; readonly text: string })[] = [
  { what: 'an empty file', text: '', says: /empty/ },
  { what: 'a blank file', text: ' \n\t', says: /empty/ },
  { what: 'prose', text: 'hello', says: /Line 1, column 1: expected a value, got "hello"/ },
  {
    what: 'a missing comma',
    text: '{\n  "a": 1\n  "b": 2\n}',
    says: /Line 3, column 3: expected "," or "}", got "\\""/,
  },
  { what: 'a trailing comma', text: '{"a": [1, 2,]}', says: /Line 1, column 13: expected a value, got "\]"/ },
  { what: 'a name without quotes', text: '{a: 1}', says: /Line 1, column 2: expected a name in double quotes/ },
  { what: 'a number that is none', text: '{"a": 01}', says: /column 8: expected "," or "}", got "1"/ },
  { what: 'NaN', text: '{"a":\n NaN}', says: /Line 2, column 2: expected a value, got "NaN"/ },
  { what: 'a raw line break in a text', text: '"a\nb"', says: /Line 1, column 3: expected a closing double quote/ },
  { what: 'a foreign escape', text: '"\\x41"', says: /column 3: expected one of .* after \\/ },
  { what: 'a short \\u', text: '"\\u12"', says: /four hexadecimal digits/ },
  { what: 'a text after the end', text: '{} {}', says: /column 4: expected the end of the text/ },
  { what: 'a file cut off', text: serialise(whole).slice(0, 700), says: /Line \d+, column \d+: .*cut off/ },
  { what: 'nesting without end', text: '['.repeat(100_000), says: /column 100001: expected a value or "]".*cut off/ },
  { what: 'deep nesting', text: '['.repeat(99) + ']'.repeat(99), says: /nested deeper than 32 levels/ },
  { what: 'a very long list', text: `[${'0,'.repeat(200_000)}0]`, says: /has 200001 entries, expected at most 200000/ },
  {
    what: 'a __proto__ key',
    text: '{"format": {"__proto__": {"x": 1}}}',
    says: /format: the name "__proto__" is not allowed/,
  },
  { what: 'a constructor key', text: '{"constructor": {"prototype": {}}}', says: /"constructor" is not allowed/ },
  { what: 'a list', text: '[1, 2]', says: /expected an object with "format": "diffeo\/document", got a list/ },
  { what: 'a number', text: '42', says: /expected an object .* got 42/ },
  {
    what: 'another format',
    text: '{"format": "onnx"}',
    says: /format: expected "diffeo\/document", got "onnx"/,
    path: 'format',
  },
  { what: 'no format', text: '{}', says: /format: expected "diffeo\/document", got nothing/, path: 'format' },
  { what: 'no version', text: '{"format": "diffeo/document"}', says: /version: expected a whole number from 0 to 3/ },
  {
    what: 'a version to come',
    text: '{"format": "diffeo/document", "version": 9}',
    says: /version 9.*up to 3.*Update/,
  },
  { what: 'a version in words', text: '{"format": "diffeo/document", "version": "1"}', says: /version: .* got "1"/ },
]

describe('a file that is no document', () => {
  it.each(unreadable)('is refused with one clear error: $what', ({ text, says, path }) => {
    expectRefusal(parseDocument(text), { says, path })
  })

  it('that is a model is said to be one', () => {
    expectRefusal(parseDocument(modelOf(newDocument())), { says: /trained Diffeo model.*Import it/ })
  })
})

const malformed: readonly Case[] = [
  { what: 'a name of the wrong kind', harm: (f) => (f.name = 3), says: /^name: expected a text, got 3/, path: 'name' },
  { what: 'no graph', harm: (f) => delete f.graph, says: /^graph: missing; expected an object. Add it/, path: 'graph' },
  {
    what: 'an unknown field',
    harm: (f) => (f.graph.layout = {}),
    says: /^graph: unknown name "layout"/,
    path: 'graph',
  },
  {
    what: 'an id with a space',
    harm: (f) => (f.graph.nodes[0].id = 'a b'),
    says: /nodes\[0\]\.id: got "a b": use letters/,
  },
  {
    what: 'a node of no kind',
    harm: (f) => (f.graph.nodes[1].kind = 'bijektor'),
    says: /kind: expected .* Did you mean "bijector"/,
  },
  {
    what: 'a setting that is an object',
    harm: (f) => (nodeOf(f, 'affine-1').settings.a = {}),
    says: /settings\.a: expected a number, a text.* got an object/,
    node: 'affine-1',
  },
  {
    what: 'an edge without an end',
    harm: (f) => delete f.graph.edges[2].to,
    says: /edges\[2\]\.to: missing; expected a text/,
  },
  {
    what: 'too few samples',
    harm: (f) => (f.data.source.samples = 3),
    says: /samples: expected at least 10, got 3\. Make it larger/,
  },
  {
    what: 'a batch of none',
    harm: (f) => (f.training.batchSize = 0),
    says: /^training\.batchSize: expected at least 1, got 0/,
  },
  {
    what: 'a batch and a half',
    harm: (f) => (f.training.batchSize = 1.5),
    says: /batchSize: expected a whole number, got 1\.5/,
  },
  {
    what: 'a learning rate of zero',
    harm: (f) => (f.training.optimizer.learningRate = 0),
    says: /learningRate: expected more than 0, got 0/,
  },
  {
    what: 'an unknown optimizer',
    harm: (f) => (f.training.optimizer.type = 'adamW'),
    says: /type: expected "adam" or "adamw", got "adamW"\. Did you mean "adamw"/,
  },
  {
    what: 'an unknown objective',
    harm: (f) => (f.objective.type = 'elbo'),
    says: /^objective\.type: expected "maximum-likelihood", .* or "flow-matching", got "elbo"/,
  },
  {
    what: 'data of no kind',
    harm: (f) => (f.data.source = { kind: 'url' }),
    says: /source\.kind: expected "toy", "energy", "builtin", "file" or "table", got "url"/,
  },
  {
    what: 'an endless name',
    harm: (f) => (f.name = 'x'.repeat(300)),
    says: /^name: expected at most 256 characters, got 300 characters/,
  },
]

describe('a document of the wrong form', () => {
  it.each(malformed)('is refused with one clear error: $what', ({ harm, ...wanted }) => {
    expectRefusal(parseDocument(broken(whole, (f) => void harm(f))), wanted)
  })

  it('with very many faults names the first and counts the rest', () => {
    const outcome = parseDocument(broken(whole, (f) => ({ ...f, graph: { ...f.graph, edges: Array(50).fill({}) } })))
    expect(outcome.ok ? [] : outcome.issues).toHaveLength(21)
    expect(!outcome.ok && outcome.issues[20].message).toMatch(/80 more/)
  })
})

describe('anything at all', () => {
  it('is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (input) => {
        for (const parse of [parseDocument, parseModel]) {
          const outcome = parse(input)
          expect(outcome.ok).toBe(false)
          if (!outcome.ok) expect(outcome.issues[0].message.length).toBeGreaterThan(10)
        }
      }),
    )
  })

  it('put anywhere into a document is refused or checked, never thrown at', () => {
    const paths = pathsOf(whole)
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, -1, 1e9, 'x', null)),
        (path, junk) => {
          const file: Loose = structuredClone(whole)
          const last = path[path.length - 1]
          path.slice(0, -1).reduce((inner: Loose, key) => inner[key], file)[last] = junk
          const outcome = parseDocument(file)
          const issues: readonly Issue[] = outcome.ok ? checkDocument(outcome.value, 2) : outcome.issues
          for (const issue of issues) expect(issue.message).toMatch(/.{10}/)
        },
      ),
      { numRuns: 400 },
    )
  })
})

/** Every path in a value of plain data. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((key) => [[...path, key], ...pathsOf((value as Loose)[key], [...path, key])])
}
