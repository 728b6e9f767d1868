import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { squash } from '@shared/document/diff'
import type { Deed } from '@shared/document/journal'
import { wordsOf } from '../../strings/said'

/** Where the states of documents and what was done to them are written. */
export interface KeeperHost {
  state(tab: string, state: string): Promise<unknown>
  deeds(tab: string, deeds: string[]): Promise<unknown>
}

export interface Keeper {
  readonly savedAt: ShallowRef<number | null>
  readonly failure: ShallowRef<string | null>
  /** Keeps a deed soon; `state` tells the whole state, where that is to be kept instead. */
  note(tab: string, deed: Deed, state: () => string): void
  /** Keeps the whole state soon: the document is another one. */
  whole(tab: string, state: () => string): void
  /** The tab is about to be left: what waits of it is taken down now, and written as ever. */
  settle(tab: string): void
  flush(): Promise<void>
}

const PAUSE_MS = 400
/** Deeds, and characters of them, after which a whole state is kept. */
const MOST_DEEDS = 200
const MOST_CHARACTERS = 1_000_000

/** What waits to be written of a tab. */
interface Waiting {
  deeds: Deed[]
  /** Tells the whole state; null while deeds will do. */
  whole: (() => string) | null
}

/**
 * Writes what is done to documents at most once per pause and never two things at a time, so that nothing overtakes what
 * came before it. A write that fails is told, and the whole state is written with the next change.
 */
export function createKeeper(host: KeeperHost, pause = PAUSE_MS): Keeper {
  const savedAt = shallowRef<number | null>(null)
  const failure = shallowRef<string | null>(null)
  const waiting = new Map<string, Waiting>()
  /** Deeds and characters written since the last whole state; none of a tab that has none on the disk. */
  const since = new Map<string, { deeds: number; characters: number }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  async function write(tab: string, { deeds, whole }: Waiting): Promise<void> {
    const written = since.get(tab)
    if (whole) {
      since.delete(tab) // if it fails, the next is to be whole too
      await host.state(tab, whole())
      since.set(tab, { deeds: 0, characters: 0 })
    } else if (written) {
      const lines = deeds.map((deed) => JSON.stringify(deed))
      since.delete(tab)
      await host.deeds(tab, lines)
      const characters = lines.reduce((sum, { length }) => sum + length, written.characters)
      since.set(tab, { deeds: written.deeds + lines.length, characters })
    }
  }

  function settle(tab: string): void {
    const what = waiting.get(tab)
    if (!what?.whole) return
    const text = what.whole()
    what.whole = () => text
  }

  async function writeAll(): Promise<void> {
    for (const tab of waiting.keys()) settle(tab) // another may be on the screen by the time it is its turn
    const all = [...waiting]
    waiting.clear()
    for (const [tab, what] of all) {
      try {
        await write(tab, what)
        savedAt.value = Date.now()
        failure.value = null
      } catch (error) {
        failure.value = wordsOf(error)
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeAll)
    return writing
  }

  function soon(): void {
    timer ??= setTimeout(() => void flush(), pause)
  }

  const isFull = (tab: string): boolean => {
    const { deeds, characters } = since.get(tab) ?? { deeds: Infinity, characters: 0 }
    return deeds >= MOST_DEEDS || characters >= MOST_CHARACTERS
  }

  return {
    savedAt,
    failure,
    note(tab, deed, state) {
      const what = waiting.get(tab) ?? { deeds: [], whole: null }
      waiting.set(tab, what)
      if (what.whole || isFull(tab)) what.whole = state
      else what.deeds = joined(what.deeds, deed)
      soon()
    },
    whole(tab, state) {
      waiting.set(tab, { deeds: [], whole: state })
      soon()
    },
    settle,
    flush,
  }
}

/**
 * One more deed: an edit under the mark of the one before is one with it, as it is in the history, and of several
 * selections in a row the last counts.
 */
function joined(deeds: Deed[], deed: Deed): Deed[] {
  const last = deeds.at(-1)
  if (last?.deed === 'select' && deed.deed === 'select') return [...deeds.slice(0, -1), deed]
  const isOne = last?.deed === 'edit' && deed.deed === 'edit' && deed.mark !== null && last.mark === deed.mark
  return isOne ? [...deeds.slice(0, -1), { ...last, diff: squash(last.diff, deed.diff) }] : [...deeds, deed]
}
