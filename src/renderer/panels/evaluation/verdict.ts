import type { Evaluation } from '@shared/rpc/protocol'
import { fixed } from '../../charts/numbers'
import { t } from '../../strings/t'

/** A split that is as far apart less often than this is called more than chance. */
const RARE = 0.05

/** What the numbers of an evaluation come to, in a sentence: whether draws and held-out rows can be told apart. Null without draws. */
export function verdictOf({ samples }: Pick<Evaluation, 'samples'>): string | null {
  if (samples === null) return null
  const share = fixed(100 * samples.energyChance, 1)
  return samples.energyChance < RARE ? t('evaluation.differs', { share }) : t('evaluation.alike', { share })
}
