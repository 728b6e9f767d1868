import type { Opened } from '@shared/rpc/protocol'

/** Why there is no density to show, and what there is instead; null where every point has one. */
export const chanceWords = (opened: Opened | null, instead: string): string | null =>
  opened?.chance === undefined
    ? null
    : `“${opened.chance}” moves points by chance, so no point has a density in closed form. ${instead}`
