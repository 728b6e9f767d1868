import { determinant } from '@shared/catalogue/determinant'
import type { Settings } from '@shared/catalogue/types'
import { flowPlaces } from '@shared/document/chain'
import { withNodeDefaults } from '@shared/document/defaults'
import type { BijectorNode, FlowDocument } from '@shared/document/schema'
import { evaluate } from '@shared/expression/evaluate'
import { readExpression } from '@shared/expression/read'
import { verdictOf, type Verdict } from '@shared/expression/verdict'

/** What questions ask of a document's stack. */

/** Blocks that have a say, from z to x, with all their settings. */
export const blocksOf = (document: FlowDocument): readonly BijectorNode[] =>
  flowPlaces(document).map(({ block }) => withNodeDefaults(block))

export const typesOf = (document: FlowDocument): readonly string[] => blocksOf(document).map(({ type }) => type)

/** The settings of the first block of a type; empty where there is none. */
export const settingsOf = (document: FlowDocument, type: string): Settings =>
  blocksOf(document).find((block) => block.type === type)?.settings ?? {}

/** The first typed map of the stack as a function, and what was proved of it; null where it cannot be read. */
export function typedMap(document: FlowDocument): { readonly text: string; readonly f: (z: number) => number } | null {
  const text = String(settingsOf(document, 'expression').expression ?? '')
  const reading = readExpression(text)
  return reading.ok ? { text, f: (z) => evaluate(reading.f, z) } : null
}

/** All typed maps as functions, from z to x, each as it is typed whichever way it stands in the stack. */
export const typedMaps = (document: FlowDocument): readonly ((at: number) => number)[] =>
  blocksOf(document).flatMap(({ type, settings }) => {
    const reading = type === 'expression' ? readExpression(String(settings.expression)) : null
    return reading?.ok ? [(at: number) => evaluate(reading.f, at)] : []
  })

/** Whether the first typed map can be turned back, and why or why not. */
export function mapVerdict(document: FlowDocument): Verdict {
  const { expression = '', from = 0, to = 0, outside } = settingsOf(document, 'expression')
  return verdictOf(String(expression), Number(from), Number(to), outside === 'nothing' ? 'nothing' : 'lines')
}

/** Entries of a fixed matrix, row by row; the identity where none is typed. */
export function entriesOf({ settings }: Pick<BijectorNode, 'settings'>, dims: number): readonly number[] {
  const { matrix } = settings
  return Array.isArray(matrix) ? matrix : Array.from({ length: dims * dims }, (_, i) => (i % (dims + 1) === 0 ? 1 : 0))
}

export const matricesOf = (document: FlowDocument): readonly (readonly number[])[] =>
  blocksOf(document).flatMap((block) => (block.type === 'dense-matrix' ? [entriesOf(block, 2)] : []))

/** Of all fixed matrices together: the determinant of their product. */
export const wholeDeterminant = (document: FlowDocument): number =>
  matricesOf(document).reduce((product, entries) => product * (determinant(entries) ?? Number.NaN), 1)
