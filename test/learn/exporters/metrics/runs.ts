import { readFileSync } from 'node:fs'
import { newDocument } from '@shared/document/create'
import type { Objective } from '@shared/document/schema'
import type { MeasuredRun } from '@shared/learn/exporters/metrics/measurements'
import type { HistorySlice } from '@shared/learn/training/history'

type Numbers = readonly (number | string)[]

const column = (values: Numbers): Float64Array => Float64Array.from(values, Number)

/** Curves of plain lists; a number that is not finite may be a word, as JSON needs it. */
export function curvesOf({
  parts,
  seconds,
  ...others
}: Readonly<Record<Exclude<keyof HistorySlice, 'parts' | 'seconds'>, Numbers>> & {
  readonly seconds?: Numbers
  readonly parts?: Readonly<Record<string, Numbers>>
}): HistorySlice {
  return {
    steps: column(others.steps),
    trainLoss: column(others.trainLoss),
    gradientNorm: column(others.gradientNorm),
    validationSteps: column(others.validationSteps),
    validationLoss: column(others.validationLoss),
    ...(seconds && { seconds: column(seconds) }),
    ...(parts && {
      parts: Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, column(values)])),
    }),
  }
}

export function runOf(curves: readonly HistorySlice[], objective?: Objective): MeasuredRun {
  const document = newDocument('Small')
  return { document: { ...document, objective: objective ?? document.objective }, began: 0, curves }
}

export const fixtures = new URL('../../../fixtures/tensorboard/', import.meta.url)

/** test/fixtures/tensorboard/run.json, of which TensorBoard made files too. */
export function fixtureRun(): MeasuredRun {
  const run = JSON.parse(readFileSync(new URL('run.json', fixtures), 'utf8')) as Omit<MeasuredRun, 'curves'> & {
    readonly curves: readonly Parameters<typeof curvesOf>[0][]
  }
  return { ...run, curves: run.curves.map(curvesOf) }
}
