import { annotationWords } from './annotationWords'
import { changeWords } from './changeWords'
import { diffDocuments, isEmpty, type DocumentDiff } from './diff'
import type { FlowDocument } from './schema'

/** How one document differs from another, for a person and for a program. */
export interface Differences {
  /** One phrase for each thing, empty where the two say the same. */
  readonly words: readonly string[]
  /** Records that came, went and changed. */
  readonly diff: DocumentDiff
}

/** Unlike `changeWords`, which tells runs apart, this minds the name, the notes and frames, and the seed as well. */
export function differences(before: FlowDocument, after: FlowDocument): Differences {
  const diff = diffDocuments(before, after)
  const [from, to] = [before.training.seed, after.training.seed]
  const words = [
    ...(before.name === after.name ? [] : [`name “${before.name}” → “${after.name}”`]),
    ...changeWords(before, after),
    ...annotationWords(before, after),
    ...(from === to ? [] : [`seed ${String(from)} → ${String(to)}`]),
  ]
  return { words: words.length === 0 && !isEmpty(diff) ? ['written otherwise, the same flow'] : words, diff }
}
