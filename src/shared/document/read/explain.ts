import type { z } from 'zod'
import type { Issue } from '../issue'
import { didYouMean, either, shown } from './words'

/** More than this many are summed up in one line. */
const maxIssues = 20

type Fault = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** What zod found wrong with `input`, in our words and at the place; the graph's nodes are named where they are met. */
export function explain(error: z.ZodError, input: unknown): readonly Issue[] {
  const issues = error.issues.map((fault) => explainOne(fault, input))
  if (issues.length <= maxIssues) return issues
  const more: Issue = {
    severity: 'error',
    node: null,
    path: '',
    message: `And ${issues.length - maxIssues} more of this kind. Correct the first ones and try again.`,
  }
  return [...issues.slice(0, maxIssues), more]
}

function explainOne(fault: Fault, input: unknown): Issue {
  const path = written(fault.path)
  const value = at(input, fault.path)
  const where = path === '' ? 'The file' : path
  return { severity: 'error', node: nodeAt(input, fault.path), path, message: `${where}: ${sentence(fault, value)}` }
}

function sentence(fault: Fault, value: unknown): string {
  switch (fault.code) {
    case 'unrecognized_keys':
      return `unknown ${fault.keys.length === 1 ? 'name' : 'names'} ${fault.keys.slice(0, 5).map(shown).join(', ')}. Remove what was not meant, or check the spelling.`
    case 'invalid_union':
      return 'options' in fault && Array.isArray(fault.options)
        ? choice(fault.options.map(String), value)
        : `expected ${either(fault.errors.flatMap(([first]) => (first ? [kindOf(first)] : [])))}, got ${shown(value)}. Change it to one of these.`
    case 'invalid_value':
      return fault.values.length === 1
        ? `expected ${shown(fault.values[0])}, got ${shown(value)}. Change it to that.`
        : choice(fault.values.map(String), value)
    case 'invalid_type':
      return value === undefined
        ? `missing; expected ${kindOf(fault)}. Add it.`
        : `expected ${kindOf(fault)}, got ${shown(value)}. Correct the value.`
    case 'too_small':
    case 'too_big':
      return `expected ${rangeOf(fault)}, got ${measured(fault.origin, value)}. ${remedyOf(fault)}`
    case 'invalid_format':
      return `got ${shown(value)}: ${fault.message}.`
    case 'invalid_key':
      return `the name ${shown(fault.path.at(-1))} is not allowed here. Rename it.`
    default:
      return `${fault.message}, got ${shown(value)}.`
  }
}

const choice = (options: readonly string[], value: unknown): string =>
  `expected ${either(options.map((option) => `"${option}"`))}, got ${shown(value)}. ` +
  (typeof value === 'string' ? didYouMean(value, options) : 'Choose one of these.')

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list of numbers',
  object: 'an object',
  record: 'an object',
  tuple: 'a list',
  null: 'null',
}

function kindOf(fault: Fault): string {
  if (fault.code !== 'invalid_type') return 'a valid value'
  if (fault.expected === 'array' && fault.path.length > 0) return 'a list'
  return kinds[fault.expected] ?? fault.expected
}

type SizeFault = z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall

function rangeOf(fault: SizeFault): string {
  const [limit, word] =
    fault.code === 'too_big'
      ? [fault.maximum, fault.inclusive === false ? 'less than' : 'at most']
      : [fault.minimum, fault.inclusive === false ? 'more than' : 'at least']
  const unit = fault.origin === 'string' ? ' characters' : fault.origin === 'array' ? ' entries' : ''
  return `${word} ${limit}${unit}`
}

function measured(origin: string, value: unknown): string {
  if (origin === 'string' && typeof value === 'string') return `${value.length} characters`
  if (origin === 'array' && Array.isArray(value)) return `${value.length}`
  return shown(value)
}

const remedyOf = (fault: SizeFault): string => (fault.code === 'too_big' ? 'Make it smaller.' : 'Make it larger.')

/** `graph.nodes[2].settings.width`. */
export const written = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? String(part) : `${text}.${String(part)}`
  }, '')

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) => (inner as Readonly<Record<PropertyKey, unknown>> | undefined)?.[part],
    value,
  )
}

/** The id of the node that a path leads into, the innermost where a group holds it, if it has one. */
function nodeAt(input: unknown, path: Path): string | null {
  const ids = path.flatMap((part, index) =>
    part === 'nodes' && typeof path[index + 1] === 'number' ? [at(input, [...path.slice(0, index + 2), 'id'])] : [],
  )
  return ids.findLast((id) => typeof id === 'string') ?? null
}
