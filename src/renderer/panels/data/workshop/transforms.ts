import { setData } from '@shared/document/edits'
import type { FlowDocument, Transform } from '@shared/document/schema'
import { significant } from '../../../charts/numbers'
import { t } from '../../../strings/t'

export type TransformKind = Transform['kind']
export const transformKinds = ['log', 'logit', 'yeo-johnson', 'standardise', 'whiten', 'dequantise'] as const

/** What a document takes. */
export const MOST_TRANSFORMS = 16

/** A new transform of columns, null for all; `ends` are those of a logit or, in `lower`, the shift of a logarithm. */
export function transformOf(
  kind: TransformKind,
  columns: readonly string[] | null,
  { lower, upper }: { readonly lower: number; readonly upper: number },
): Transform {
  const chosen = columns && [...columns]
  switch (kind) {
    case 'whiten':
      return { kind }
    case 'log':
      return { kind, columns: chosen, shift: lower }
    case 'logit':
      return { kind, columns: chosen, lower, upper }
    default:
      return { kind, columns: chosen }
  }
}

/** A transform in words: "ln x of income". */
export function stepWords(step: Transform): string {
  if (step.kind === 'whiten') return t('workshop.steps.whiten')
  const columns = step.columns?.join(', ') ?? t('workshop.steps.all')
  switch (step.kind) {
    case 'log':
      return step.shift === 0
        ? t('workshop.steps.plainLog', { columns })
        : t('workshop.steps.log', { columns, shift: significant(step.shift) })
    case 'logit':
      return t('workshop.steps.logit', { columns, lower: significant(step.lower), upper: significant(step.upper) })
    default:
      return t(`workshop.steps.${step.kind}`, { columns })
  }
}

/** With one more transform at the end; of columns by name it joins the last one where that is the same but for them. */
export function withTransform(document: FlowDocument, step: Transform): FlowDocument {
  const { transforms = [] } = document.data
  const last = transforms.at(-1)
  const joined = last && joinedTo(last, step)
  return setData(document, { transforms: joined ? [...transforms.slice(0, -1), joined] : [...transforms, step] })
}

function joinedTo(last: Transform, step: Transform): Transform | null {
  if (last.kind === 'whiten' || step.kind === 'whiten' || last.columns === null || step.columns === null) return null
  const alike = JSON.stringify({ ...last, columns: null }) === JSON.stringify({ ...step, columns: null })
  if (!alike || step.columns.some((column) => last.columns!.includes(column))) return null
  return { ...last, columns: [...last.columns, ...step.columns] }
}

export function withoutTransform(document: FlowDocument, index: number): FlowDocument {
  const transforms = (document.data.transforms ?? []).filter((_, at) => at !== index)
  return setData(document, { transforms: transforms.length > 0 ? transforms : undefined })
}

/** A column is learnt no more, or is again. Transforms lose a column that is left out. */
export function withOmitted(document: FlowDocument, column: string, omitted: boolean): FlowDocument {
  const { omit = [], transforms } = document.data
  if (!omitted) {
    const rest = omit.filter((name) => name !== column)
    return setData(document, { omit: rest.length > 0 ? rest : undefined })
  }
  const left = transforms?.flatMap((step): Transform[] => {
    if (step.kind === 'whiten' || step.columns === null) return [step]
    const columns = step.columns.filter((name) => name !== column)
    return columns.length > 0 ? [{ ...step, columns }] : []
  })
  return setData(document, { omit: [...omit, column], transforms: left && left.length > 0 ? left : undefined })
}

/** Whether some transform is of a column. */
export const isTransformed = (
  transforms: readonly Transform[],
  column: string,
  kinds: readonly TransformKind[],
): boolean =>
  transforms.some(
    (step) =>
      kinds.includes(step.kind) && (step.kind === 'whiten' || step.columns === null || step.columns.includes(column)),
  )
