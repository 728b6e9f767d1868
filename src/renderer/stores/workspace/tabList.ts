import { z } from 'zod'
import { TabId } from '@shared/rpc/protocol'

/** The list of tabs as it is kept between sessions; their documents are kept each by itself. */
export interface TabList {
  readonly tabs: readonly { readonly id: string; readonly sample: boolean }[]
  readonly shown: string
  /** Newest last. */
  readonly closed: readonly { readonly id: string; readonly place: number }[]
}

/** Closed tabs that can be opened again. */
export const MOST_CLOSED = 20

const Kept = z.strictObject({
  version: z.literal(1),
  tabs: z.array(z.strictObject({ id: TabId, sample: z.boolean() })).max(200),
  shown: TabId,
  closed: z.array(z.strictObject({ id: TabId, place: z.number().int().min(0) })).max(MOST_CLOSED),
})

export const writeTabList = (list: TabList): string => JSON.stringify({ version: 1, ...list })

/** Null where nothing was kept, or what was kept is of another version. */
export function readTabList(text: string | null): TabList | null {
  if (text === null) return null
  try {
    const parsed = Kept.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null // not JSON: the host has looked whether it is whole, so it is none of ours
  }
}
