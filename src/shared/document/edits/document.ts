import { equal } from '../equal'
import type { DataSource, FlowDocument, Objective, TrainingSettings } from '../schema'

/* Edits of the parts outside the graph. Pure, and the same document when nothing changes. */

/** What may be changed of the training; optimizer and schedule field by field. */
export type TrainingPatch = Partial<Omit<TrainingSettings, 'optimizer' | 'schedule'>> & {
  readonly optimizer?: Partial<TrainingSettings['optimizer']>
  readonly schedule?: Partial<TrainingSettings['schedule']>
}

export const rename = (document: FlowDocument, name: string): FlowDocument => changed(document, { ...document, name })

export function setTraining(document: FlowDocument, { optimizer, schedule, ...rest }: TrainingPatch): FlowDocument {
  const { training } = document
  const next = {
    ...training,
    ...rest,
    optimizer: { ...training.optimizer, ...optimizer },
    schedule: { ...training.schedule, ...schedule },
  }
  return changed(document, { ...document, training: next })
}

export const setObjective = (document: FlowDocument, objective: Objective): FlowDocument =>
  changed(document, { ...document, objective })

/** Changes the data's source, split or preparation; what is undefined is written no more. */
export function setData(
  document: FlowDocument,
  patch: { readonly [K in keyof FlowDocument['data']]?: FlowDocument['data'][K] | undefined },
): FlowDocument {
  const entries = Object.entries({ ...document.data, ...patch }).filter(([, value]) => value !== undefined)
  return changed(document, { ...document, data: Object.fromEntries(entries) as FlowDocument['data'] })
}

/** Other data has other columns: what is said of them stays only where just the source's own settings change. */
export function setDataSource(document: FlowDocument, source: DataSource): FlowDocument {
  const { source: before, split } = document.data
  if (placeOf(before) === placeOf(source)) return setData(document, { source })
  const { by, ...shares } = split
  const ofAny = by?.kind === 'group' ? shares : split
  const none = { omit: undefined, missing: undefined, duplicates: undefined, transforms: undefined }
  return setData(document, { source, context: [], split: ofAny, ...none })
}

const placeOf = (source: DataSource): string => `${source.kind} ${source.kind === 'file' ? source.path : source.name}`

const changed = (before: FlowDocument, after: FlowDocument): FlowDocument => (equal(before, after) ? before : after)
