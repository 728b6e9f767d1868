import { dirname } from 'node:path'
import type { EngineHost } from '@shared/engine/host'
import { createNodeHost } from '../engine/host'
import { paths, version } from '../paths'
import { offersFor } from './backend'

/** The engine's host for a document at `path`: the files it names are looked for beside it. */
export const hostFor = (path: string, backendName?: string): EngineHost =>
  createNodeHost({ version, resources: paths.resources, folder: dirname(path), backends: offersFor(backendName) })
