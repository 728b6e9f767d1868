import type { Opened } from '@shared/rpc/protocol'

/** Why there is no density nor Jacobian to show, and what there is instead; null where every point has one. */
export const chanceWords = (opened: Opened | null, instead: string): string | null =>
  opened?.chance === undefined ? null : `No exact density: “${opened.chance}” moves points by chance. ${instead}`
