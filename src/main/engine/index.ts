import { constants, setPriority } from 'node:os'
import { createEngine } from '@shared/engine/service'
import { paths, version } from '../paths'
import { parseSettings } from '../store/engineSettings'
import { backendOffers } from './backends'
import { createNodeHost } from './host'
import { parentPort } from './parent'
import { serveEngine } from './serve'

// Training takes what the screen leaves: on few cores the page must not wait for a step to end.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

/** The engine process: compiles, trains and draws, away from the process that owns the window. */
const host = createNodeHost({
  version,
  resources: paths.resources,
  folder: process.cwd(),
  backends: backendOffers(),
  settings: parseSettings(process.argv),
})
serveEngine(parentPort(), createEngine, host)
