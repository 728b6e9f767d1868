import { createEngine } from '@shared/engine/service'
import { paths, version } from '../paths'
import { backendOffers } from './backends'
import { createNodeHost } from './host'
import { parentPort } from './parent'
import { serveEngine } from './serve'

/** The engine process: compiles, trains and draws, away from the process that owns the window. */
const host = createNodeHost({ version, resources: paths.resources, folder: process.cwd(), backends: backendOffers() })
serveEngine(parentPort(), createEngine, host)
