import type { Opened } from '@shared/rpc/protocol'
import { t } from '../strings/t'

/** Why there is no density nor Jacobian to show, and what there is instead; null where every point has one. */
export const chanceWords = (opened: Opened | null, instead: string): string | null =>
  opened?.chance === undefined ? null : t('views.noExact', { block: opened.chance, instead })
