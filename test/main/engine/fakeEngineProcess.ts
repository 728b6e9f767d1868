import { parentPort } from '../../../src/main/engine/parent'
import { serveEngine } from '../../../src/main/engine/serve'
import { createFakeEngine } from './fakeEngine'

/** Built and forked by `crash.test.ts`, in place of the real engine process. */
serveEngine(parentPort(), createFakeEngine, {} as never)
