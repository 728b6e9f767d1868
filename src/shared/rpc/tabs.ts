import { z } from 'zod'
import type { RunState } from './presentRun'

/** Documents that are open side by side. The engine shows one of them; what it holds of the others is put by. */

/** What a tab is called between renderer, host and engine: also a part of file names. */
export const TabId = z.string().regex(/^[A-Za-z0-9-]{1,64}$/)

/** What the engine holds of a tab that is not shown. Its training goes on, in turn with that of the others. */
export interface PutBy {
  readonly tab: string
  readonly state: RunState['kind']
  readonly step: number
  readonly steps: number
}

export interface PutByList {
  readonly tabs: readonly PutBy[]
  /** What their weights and curves take, and may take, in bytes: the oldest that rest are given up first. */
  readonly bytes: number
  readonly limit: number
  /** Tabs whose runs were given up to make room: their last checkpoints are all that there is of them. */
  readonly givenUp: readonly string[]
}

export const nonePutBy: PutByList = { tabs: [], bytes: 0, limit: 0, givenUp: [] }
