import { setData } from '@shared/document/edits'
import type { FlowDocument } from '@shared/document/schema'
import type { DataDescription, DescribedColumn } from '@shared/rpc/protocol'
import { count, fixed, significant } from '../../../charts/numbers'
import { counted, t } from '../../../strings/t'
import { isTransformed, transformOf, withOmitted, withTransform } from './transforms'

/** What a person can have done about a problem: a step of undo. */
export interface Mend {
  readonly label: string
  /** Its name in the list of steps. */
  readonly deed: string
  readonly edit: (document: FlowDocument) => FlowDocument
  /** Whether it is so now. */
  readonly done?: boolean
}

export interface Problem {
  readonly id: string
  readonly severity: 'error' | 'warning' | 'settled'
  readonly title: string
  readonly advice: string
  readonly mends: readonly Mend[]
  /** Whether choosing another split mends it. */
  readonly splits?: true
}

/** Skewness beyond which a transform is worth a try, and correlation beyond which two columns are as good as one. */
const [SKEWED, SAME] = [2, 0.9999]
/** Fewer values far out than this share are no problem of the column's form. */
const FAR_OUT = 0.005

/** All that is wrong or doubtful with data, the gravest first, each with what can be done. */
export function problemsOf(description: DataDescription, data: FlowDocument['data']): readonly Problem[] {
  const learnt = description.columns.filter(({ role }) => role === 'learnt')
  return [
    ...missing(description, data),
    ...learnt.flatMap(unusable),
    ...sameColumns(description, learnt),
    ...leaks(description),
    ...duplicates(description, data),
    ...learnt.flatMap((column) => forms(column, data)),
  ]
}

function missing({ columns, incomplete, rows }: DataDescription, data: FlowDocument['data']): readonly Problem[] {
  if (incomplete === 0) return []
  const used = columns.filter(({ role, missing }) => missing > 0 && (role === 'learnt' || role === 'given'))
  const names = used.map(({ name, missing }) => `${name} (${count(missing)})`).join(', ')
  const where = t('workshop.problems.missingIn', { columns: names })
  const { said, advice } = (
    {
      none: { said: 'missing', advice: t('workshop.problems.missingAdvice') },
      drop: { said: 'dropped', advice: '' },
      median: { said: 'filled', advice: t('workshop.problems.filledAdvice') },
    } as const
  )[data.missing ?? 'none']
  const choice = (kind: 'drop' | 'median'): Mend => ({
    label: t(`workshop.problems.${kind}`),
    deed: t(`workshop.deeds.${kind}`),
    edit: (document) => setData(document, { missing: kind }),
    done: data.missing === kind,
  })
  return [
    {
      id: 'missing',
      severity: data.missing ? 'settled' : 'error',
      title: counted(`workshop.problems.${said}`, incomplete, { count: count(incomplete), all: count(rows) }),
      advice: `${where} ${advice}`.trim(),
      mends: [choice('drop'), choice('median')],
    },
  ]
}

const omitting = (column: string): Mend => ({
  label: t('workshop.problems.omit', { column }),
  deed: t('workshop.deeds.omit', { column }),
  edit: (document) => withOmitted(document, column, true),
})

/** Columns that no flow can learn. */
function unusable({ name, kind, figures, missing }: DescribedColumn): readonly Problem[] {
  if (kind === 'mixed')
    return [
      {
        id: `text-${name}`,
        severity: 'error',
        title: t('workshop.problems.text', { column: name, count: count(missing) }),
        advice: t('workshop.problems.textAdvice'),
        mends: [omitting(name)],
      },
    ]
  if (figures?.distinct !== 1) return []
  return [
    {
      id: `constant-${name}`,
      severity: 'error',
      title: t('workshop.problems.constant', { column: name, value: significant(figures.min) }),
      advice: t('workshop.problems.constantAdvice'),
      mends: [omitting(name)],
    },
  ]
}

function sameColumns({ correlations }: DataDescription, learnt: readonly DescribedColumn[]): readonly Problem[] {
  const { names, pearson } = correlations
  const isLearnt = new Set(learnt.map(({ name }) => name))
  return names.flatMap((second, j) =>
    names.slice(0, j).flatMap((first, i): Problem[] => {
      const r = pearson[i * names.length + j]
      if (!(Math.abs(r) > SAME) || !isLearnt.has(first) || !isLearnt.has(second)) return []
      return [
        {
          id: `same-${first}-${second}`,
          severity: 'warning',
          title: t('workshop.problems.same', { first, second, r: fixed(r, 5) }),
          advice: t('workshop.problems.sameAdvice'),
          mends: [omitting(second)],
        },
      ]
    }),
  )
}

const once: Mend = {
  label: t('workshop.problems.once'),
  deed: t('workshop.deeds.once'),
  edit: (document) => setData(document, { duplicates: 'once' }),
}

function leaks({ leakage }: DataDescription): readonly Problem[] {
  if (!leakage) return []
  const { common, nearly } = leakage
  const held = count(leakage.held)
  if (common > 0)
    return [
      {
        id: 'leak',
        severity: 'warning',
        title: t('workshop.problems.leak', { common: count(common), held }),
        advice: t('workshop.problems.leakAdvice'),
        mends: [once],
        splits: true,
      },
    ]
  if (nearly === 0) return []
  return [
    {
      id: 'near',
      severity: 'warning',
      title: t('workshop.problems.near', { count: count(nearly), held }),
      advice: t('workshop.problems.nearAdvice'),
      mends: [],
      splits: true,
    },
  ]
}

function duplicates({ duplicates }: DataDescription, data: FlowDocument['data']): readonly Problem[] {
  if (duplicates.rows === 0) return []
  const [first, second] = duplicates.first[0].map(count)
  const settled = data.duplicates === 'once'
  const again: Mend = {
    label: t('workshop.problems.again'),
    deed: t('workshop.deeds.again'),
    edit: (document) => setData(document, { duplicates: undefined }),
  }
  const said = settled ? 'keptOnce' : 'duplicates'
  const where = t('workshop.problems.duplicatesAs', { first, second })
  return [
    {
      id: 'duplicates',
      severity: settled ? 'settled' : 'warning',
      title: counted(`workshop.problems.${said}`, duplicates.rows, { count: count(duplicates.rows) }),
      advice: settled ? where : `${where} ${t('workshop.problems.duplicatesAdvice')}`,
      mends: settled ? [again] : [once],
    },
  ]
}

/** What a transform helps. */
function forms({ name, figures, step, after }: DescribedColumn, data: FlowDocument['data']): readonly Problem[] {
  if (!figures) return []
  const { transforms = [] } = data
  const adds = (kind: 'dequantise' | 'log' | 'yeo-johnson', label: string): Mend => ({
    label,
    deed: label,
    edit: (document) => withTransform(document, transformOf(kind, [name], { lower: 0, upper: 1 })),
  })
  const power = adds('yeo-johnson', t('workshop.problems.power', { column: name }))
  const bent = isTransformed(transforms, name, ['log', 'logit', 'yeo-johnson'])
  const skewed = !bent && Math.abs(figures.skewness) > SKEWED
  const positive = figures.min > 0 && figures.skewness > 0
  const found: Problem[] = []
  if (step !== null && !isTransformed(transforms, name, ['dequantise']))
    found.push({
      id: `discrete-${name}`,
      severity: 'warning',
      title: t('workshop.problems.discrete', {
        column: name,
        distinct: count(figures.distinct),
        step: significant(step),
      }),
      advice: t('workshop.problems.discreteAdvice'),
      mends: [adds('dequantise', t('workshop.problems.dequantise', { column: name }))],
    })
  if (skewed)
    found.push({
      id: `skewed-${name}`,
      severity: 'warning',
      title: t('workshop.problems.skewed', { column: name, skewness: fixed(figures.skewness, 1) }),
      advice: t('workshop.problems.skewedAdvice', {
        remedy: positive ? t('workshop.problems.positive') : t('workshop.problems.any'),
      }),
      mends: [...(positive ? [adds('log', t('workshop.problems.log', { column: name }))] : []), power],
    })
  else if (!bent && after !== null && figures.outliers > FAR_OUT * figures.count)
    found.push({
      id: `outliers-${name}`,
      severity: 'warning',
      title: t('workshop.problems.outliers', { column: name, count: count(figures.outliers) }),
      advice: t('workshop.problems.outliersAdvice'),
      mends: [power],
    })
  return found
}
