import { dirname } from 'node:path'
import type { EngineHost } from '@shared/engine/host'
import { usualSettings } from '@shared/rpc/protocol'
import { backendOffers } from '../engine/backends'
import { createNodeHost } from '../engine/host'
import { paths, version } from '../paths'
import { offersFor } from './backend'
import type { MachineOptions } from './options'

/** The engine's host for a document at `path`: the files it names are looked for beside it. */
export function hostFor(path: string, options: MachineOptions = {}): EngineHost {
  offersFor(options.backend) // says so when there is none of that name
  return createNodeHost({
    version,
    resources: paths.resources,
    folder: dirname(path),
    backends: backendOffers(),
    settings: {
      precision: options.precision ?? usualSettings.precision,
      threads: options.threads ?? usualSettings.threads,
      backend: options.backend ?? usualSettings.backend,
      onDeviceLoss: options.onDeviceLoss ?? usualSettings.onDeviceLoss,
    },
    beginsElsewhere: false, // what is asked for by name is waited for: the same seed then gives the same numbers
  })
}
