import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

export interface Autosave {
  readonly savedAt: ShallowRef<number | null>
  readonly failure: ShallowRef<string | null>
  /** Keeps this text soon; a later call takes the place of one that still waits. */
  later(text: () => string): void
  flush(): Promise<void>
}

const PAUSE_MS = 400

/**
 * Writes the newest text through `write` at most once per pause and never two at a time, so that an old state cannot
 * overtake a new one. A write that fails is told and tried again with the next change.
 */
export function createAutosave(write: (text: string) => Promise<unknown>, pause = PAUSE_MS): Autosave {
  const savedAt = shallowRef<number | null>(null)
  const failure = shallowRef<string | null>(null)
  let waiting: (() => string) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  async function writeNewest(): Promise<void> {
    const text = waiting
    if (text === null) return
    waiting = null
    try {
      await write(text())
      savedAt.value = Date.now()
      failure.value = null
    } catch (error) {
      waiting ??= text
      failure.value = error instanceof Error ? error.message : String(error)
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeNewest)
    return writing
  }

  return {
    savedAt,
    failure,
    later(text) {
      waiting = text
      timer ??= setTimeout(() => void flush(), pause)
    },
    flush,
  }
}
