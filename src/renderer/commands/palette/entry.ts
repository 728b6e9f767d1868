import { t } from '../../strings/t'
import { hayOf, type Hay } from './fuzzy'

/** In the order in which the palette shows them where nothing else decides. */
export const kinds = {
  command: t('panels.found.kinds.command'),
  view: t('panels.found.kinds.view'),
  layout: t('panels.found.kinds.layout'),
  placed: t('panels.found.kinds.placed'),
  setting: t('panels.found.kinds.setting'),
  block: t('panels.found.kinds.block'),
  own: t('panels.found.kinds.own'),
  recipe: t('panels.found.kinds.recipe'),
  page: t('panels.found.kinds.page'),
  dataset: t('panels.found.kinds.dataset'),
  recent: t('panels.found.kinds.recent'),
  recentDeed: t('recents.title'),
  compare: t('panels.found.kinds.compare'),
  example: t('panels.found.kinds.example'),
  lesson: t('panels.found.kinds.lesson'),
} as const
export type Kind = keyof typeof kinds

/** Something to be found in the command palette. */
export interface Entry {
  readonly id: string
  readonly kind: Kind
  readonly label: string
  readonly note: string
  readonly keys: string
  /** Why it cannot be done now; null when it can. */
  readonly refusal: string | null
  readonly hay: Hay
  readonly run: () => unknown
}

interface Draft {
  readonly label: string
  readonly note?: string
  /** Words that it is also found by, not shown. */
  readonly also?: readonly string[]
  readonly keys?: string
  readonly refusal?: string | null
  readonly run: () => unknown
}

export const entry = (
  kind: Kind,
  id: string,
  { label, note = '', also = [], keys = '', refusal = null, run }: Draft,
): Entry => ({
  id: `${kind}/${id}`,
  kind,
  label,
  note,
  keys,
  refusal,
  hay: hayOf(label, [...also, note, kinds[kind]]),
  run,
})
