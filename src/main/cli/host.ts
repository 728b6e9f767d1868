import { dirname } from 'node:path'
import type { EngineHost } from '@shared/engine/host'
import { usualSettings } from '@shared/rpc/protocol'
import { createNodeHost } from '../engine/host'
import { paths, version } from '../paths'
import { offersFor } from './backend'
import type { MachineOptions } from './options'

/** The engine's host for a document at `path`: the files it names are looked for beside it. */
export const hostFor = (path: string, options: MachineOptions = {}): EngineHost =>
  createNodeHost({
    version,
    resources: paths.resources,
    folder: dirname(path),
    backends: offersFor(options.backend),
    settings: {
      precision: options.precision ?? usualSettings.precision,
      threads: options.threads ?? usualSettings.threads,
    },
  })
