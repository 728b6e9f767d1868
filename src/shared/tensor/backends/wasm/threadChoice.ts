import type { WasmExecutable } from './executable'

/** Fewer threads are taken only where they save this share of the time. */
const WORTHWHILE = 0.05
/** A program that takes so many milliseconds on one thread gains by a second, whatever a measure on a busy machine says. */
const LONG_MS = 0.5
/** Rounds, in each of which every number of threads runs once; the quickest run of each counts. */
const ROUNDS = 8
/** Milliseconds after which no more rounds begin. */
const PATIENCE_MS = 24

/**
 * Sets the number of threads to that on which the program runs fastest, as measured now: 1, 2, 4 … and all. In turns,
 * since the other programs of a busy machine come and go meanwhile. The runs change what the program holds, so the
 * caller clears it. `now` gives milliseconds; between runs others have their turn where they may `breathe`.
 */
export async function chooseThreads(
  executable: WasmExecutable,
  most: number,
  now: () => number,
  breathe: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const counts = [most]
  for (let count = 2 ** Math.floor(Math.log2(most)); count >= 1; count /= 2) if (count < most) counts.push(count)
  if (counts.length === 1) return
  const quickest = new Map<number, number>()
  for (const count of counts) {
    await executable.useThreads(count)
    await executable.run() // wakes the threads
    await breathe()
  }
  const started = now()
  for (let round = 0; round === 0 || (round < ROUNDS && now() - started < PATIENCE_MS); round++) {
    for (const count of counts) {
      await executable.useThreads(count)
      const before = now()
      await executable.run()
      quickest.set(count, Math.min(quickest.get(count) ?? Infinity, now() - before))
      await breathe()
    }
    if (counts.length === 2 && quickest.get(1)! >= LONG_MS) break // there is nothing left to choose
  }
  const long = quickest.get(1)! >= LONG_MS
  let best = most
  for (const count of counts) {
    if (count === 1 && long) continue
    if (quickest.get(count)! < (1 - WORTHWHILE) * quickest.get(best)!) best = count
  }
  await executable.useThreads(best)
}
