import type { WasmExecutable } from './executable'

/** Fewer threads are taken where more do not save this share of the time. */
const WORTHWHILE = 0.05
/** Runs that are timed for each number of threads; the quickest counts. */
const RUNS = 5
/** Milliseconds after which no more runs are timed. */
const PATIENCE_MS = 12

/**
 * Sets the number of threads to that on which the program runs fastest, as measured now: 1, 2, 4 … and all. The runs
 * change what the program holds, so the caller clears it. `now` gives milliseconds.
 */
export async function chooseThreads(executable: WasmExecutable, most: number, now: () => number): Promise<void> {
  const counts = [1]
  for (let count = 2; count < most; count *= 2) counts.push(count)
  if (most > 1) counts.push(most)
  if (counts.length === 1) return
  let best = { count: 1, ms: Infinity }
  for (const count of counts) {
    await executable.useThreads(count)
    await executable.run() // wakes the threads
    let ms = Infinity
    const started = now()
    for (let run = 0; run < RUNS && now() - started < PATIENCE_MS; run++) {
      const before = now()
      await executable.run()
      ms = Math.min(ms, now() - before)
    }
    if (ms < (1 - WORTHWHILE) * best.ms) best = { count, ms }
  }
  await executable.useThreads(best.count)
}
