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

/** Changes the data's source, split or standardisation. */
export const setData = (document: FlowDocument, patch: Partial<FlowDocument['data']>): FlowDocument =>
  changed(document, { ...document, data: { ...document.data, ...patch } })

/** Other data has other columns: the context stays only where just the source's own settings change. */
export function setDataSource(document: FlowDocument, source: DataSource): FlowDocument {
  const { source: before, context } = document.data
  return setData(document, { source, context: placeOf(before) === placeOf(source) ? context : [] })
}

const placeOf = (source: DataSource): string => `${source.kind} ${source.kind === 'file' ? source.path : source.name}`

const changed = (before: FlowDocument, after: FlowDocument): FlowDocument => (equal(before, after) ? before : after)
