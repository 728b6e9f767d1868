import type { ModelFile } from '@shared/document/model'
import { parseModel } from '@shared/document/validate'
import { readModel, type TrainedFlow } from '@shared/learn/exporters/modelFile'
import { Inspector } from '@shared/learn/inspection/inspector'
import { openBackend } from './backend'
import { demand } from './failure'
import type { MachineOptions } from './options'
import type { Terminal } from './terminal'
import { readText } from './text'

/** A model ready to be asked. */
export interface OpenModel extends TrainedFlow {
  readonly file: ModelFile
  readonly inspector: Inspector
}

export async function readModelFile(terminal: Terminal, path: string): Promise<ModelFile> {
  return demand(parseModel(await readText(terminal, path)), path)
}

/** Opens a model on a backend for the length of `use`. */
export async function withModel<T>(
  terminal: Terminal,
  path: string,
  options: MachineOptions,
  use: (model: OpenModel) => Promise<T>,
): Promise<T> {
  const file = await readModelFile(terminal, path)
  const trained = demand(readModel(file), path)
  const backend = await openBackend(options)
  const inspector = new Inspector(trained.flow, backend)
  try {
    return await use({ ...trained, file, inspector })
  } finally {
    await inspector.dispose()
    backend.dispose()
  }
}
