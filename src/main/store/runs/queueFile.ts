import { z } from 'zod'
import { RunId } from '@shared/rpc/protocol'
import { readIfThere, setAside, writeWhole } from '../files'

export const MOST_AT_ONCE = 4

const QueueEntry = z.strictObject({
  run: RunId,
  /** The step at which it is to rest; null at its own end. */
  until: z.number().int().min(1).nullable(),
  /** How often the engine's process has ended with it at work. */
  deaths: z.number().int().min(0),
})
export type QueueEntry = z.infer<typeof QueueEntry>

/** What outlives the app of the queue, its runs in the order of their turn. */
const QueueFile = z.strictObject({
  version: z.literal(1),
  paused: z.boolean(),
  atOnce: z.number().int().min(1).max(MOST_AT_ONCE),
  entries: z.array(QueueEntry).max(10_000),
})
export type QueueList = Omit<z.infer<typeof QueueFile>, 'version'>

/** The list as it was kept; null where there is none. A damaged one is set aside, which `warn` is told in a sentence. */
export async function readQueue(path: string, warn: (message: string) => void): Promise<QueueList | null> {
  const text = await readIfThere(path)
  if (text === null) return null
  const kept = QueueFile.safeParse(json(text))
  if (kept.success) return kept.data
  const aside = await setAside(path, new Date())
  warn(`The queue of runs is damaged; it was set aside as ${aside}.`)
  return null
}

export async function writeQueue(path: string, { paused, atOnce, entries }: QueueList): Promise<void> {
  await writeWhole(path, JSON.stringify({ version: 1, paused, atOnce, entries }))
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // cut off, or of another hand
  }
}
