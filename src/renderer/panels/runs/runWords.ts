import type { KeptRun } from '@shared/rpc/protocol'
import { count, fixed, significant } from '../../charts/numbers'
import { t } from '../../strings/t'
import type { RunRow } from './runRows'

/** What a run is called where its document has no name. */
export const nameOf = ({ name }: { readonly name: string }): string => name || t('panels.untitled')

/** Names of which none is another's: the second of a kind is called so. */
export function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let own = name
    for (let n = 2; taken.has(own); n++) own = t('library.again', { name, n })
    taken.add(own)
    return own
  })
}

/** Words with the numbers in them to four digits; as they are where two would be the same then. */
export function briefly(words: readonly string[]): readonly string[] {
  const brief = words.map((one) => one.replace(/−?\d+\.\d+(?:e[−+]?\d+)?/g, (number) => significant(Number(number.replaceAll('−', '-'))))) // prettier-ignore
  return new Set(brief).size === new Set(words).size ? brief : words
}

/** What a run does now, in a word or two. */
export function stateOf({ run, queued, step }: RunRow): string {
  if (queued?.state === 'training')
    return t('library.states.trainingAt', { step: count(step), steps: count(run.steps) })
  if (queued) return step > 0 ? t('library.states.waitingAt', { step: count(step) }) : t('library.states.queued')
  if (run.state === 'finished' && run.reason === 'early-stopping') return t('training.states.early')
  if (run.state === 'finished' && run.reason === 'target') return t('training.states.target')
  return t(`library.states.${run.state}`)
}

/** Seconds of training, by thousandths while they are few. */
export const secondsOf = (seconds: number | null): string =>
  seconds !== null && seconds >= 100 ? count(seconds) : fixed(seconds, 3)

/** What a run scores on its test rows, or why there is no such number. */
export const testOf = ({ testNll, untested }: Pick<KeptRun, 'testNll' | 'untested'>): string =>
  untested === null ? fixed(testNll, 4) : t(`library.untested.${untested}`)

const clock = new Intl.DateTimeFormat([], { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) // prettier-ignore
export const when = (began: string): string => (Number.isNaN(Date.parse(began)) ? '' : clock.format(new Date(began)))
