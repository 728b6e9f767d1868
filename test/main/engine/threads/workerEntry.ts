import { buildEntry, type Built } from '../buildEntry'

/** The worker of a thread pool as a JavaScript file, built from the sources as they are now. */
export const buildWorker = (): Promise<Built> => buildEntry('src/main/engine/threads/worker.ts')
