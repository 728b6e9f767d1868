import { annotationWords } from './annotationWords'
import { changesOf, type Change } from './changeWords'
import { diffDocuments, isEmpty, type DocumentDiff } from './diff'
import type { FlowDocument } from './schema'

/** How one document differs from another, for a person and for a program. */
export interface Differences {
  /** One phrase for each thing, empty where the two say the same. */
  readonly words: readonly string[]
  /** The same by what they are of, in the order of the document: its name, the stack and its blocks, all else. */
  readonly parts: readonly { readonly part: string; readonly words: readonly string[] }[]
  /** Records that came, went and changed. */
  readonly diff: DocumentDiff
}

/** Unlike `changeWords`, which tells runs apart, this minds the name, the notes and frames, and the seed as well. */
export function differences(before: FlowDocument, after: FlowDocument): Differences {
  const diff = diffDocuments(before, after)
  const [from, to] = [before.training.seed, after.training.seed]
  const plainly = (part: string, words: string): Change => ({ part, words, phrase: words })
  const changes = [
    ...(before.name === after.name ? [] : [plainly('Document', `name “${before.name}” → “${after.name}”`)]),
    ...changesOf(before, after),
    ...annotationWords(before, after).map((words) => plainly('Notes and frames', words)),
    ...(from === to ? [] : [plainly('Training', `seed ${String(from)} → ${String(to)}`)]),
  ]
  const all =
    changes.length === 0 && !isEmpty(diff) ? [plainly('Document', 'written otherwise, the same flow')] : changes
  const names = [...new Set(all.map(({ part }) => part))]
  const parts = names.map((part) => ({ part, words: all.filter((one) => one.part === part).map(({ words }) => words) }))
  return { words: all.map(({ phrase }) => phrase), parts, diff }
}

/** Differences as a text of their own: a line for each part, and its changes under it. */
export const differencesText = ({ parts }: Differences): string =>
  parts.map(({ part, words }) => [part, ...words.map((line) => `  ${line}`)].join('\n')).join('\n')
