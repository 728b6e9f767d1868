import { evaluateAt } from '@shared/expression/evaluate'
import { readExpression } from '@shared/expression/read'
import type { Variables } from '@shared/expression/variables'
import { t } from '../strings/t'

/** A calculation has no unknowns, only numbers and constants. */
const none: Variables = { places: new Map(), words: 'pi', first: 'pi' }

/** A number as typed or worked out: `64`, `3*64`, `1/3`, `2^6`, `sqrt(2)`; or what is wrong with the text. */
export type Worked = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly words: string }

export function workedOut(text: string): Worked {
  const typed = ungrouped(text.trim()).replace(/^−/, '-')
  if (isPlain(typed)) return { ok: true, value: Number(typed) }
  if (!/\d|pi|π/.test(typed)) return { ok: false, words: t('ui.number') }
  const reading = readExpression(typed, none)
  if (!reading.ok) return { ok: false, words: t('ui.noCalculation', { why: reading.words }) }
  const value = Number(evaluateAt(reading.f, []).toPrecision(12))
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, words: t('ui.noNumber', { typed }) }
}

/** Whether there is nothing to be worked out. */
export const isPlain = (text: string): boolean =>
  text.trim() !== '' && Number.isFinite(Number(ungrouped(text).replace('−', '-')))

/** Without the spaces between thousands. */
const ungrouped = (text: string): string => text.replace(/(?<=\d)\s(?=\d{3}(?!\d))/g, '')
