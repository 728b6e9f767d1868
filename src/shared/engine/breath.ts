import type { EngineHost } from './host'

/** Milliseconds of work between two turns of others. A slice of training takes less than half as long. */
const WORK_MS = 20

/** A breath for work in small parts: others have their turn only when it has gone on for a while. */
export function pacedBreath({ now, breathe }: Pick<EngineHost, 'now' | 'breathe'>): () => Promise<void> {
  let since = now()
  return async () => {
    if (now() - since < WORK_MS) return
    await breathe()
    since = now()
  }
}
