import type { ModelFile } from '@shared/document/model'
import { parseModel } from '@shared/document/validate'
import { readModel, type TrainedFlow } from '@shared/learn/exporters/modelFile'
import { targetOf, type TargetDensity } from '@shared/learn/data'
import { Inspector } from '@shared/learn/inspection/inspector'
import type { Backend } from '@shared/tensor/runtime/backend'
import { openBackend } from './backend'
import { demand } from './failure'
import type { MachineOptions } from './options'
import type { Terminal } from './terminal'
import { readText } from './text'

/** A model ready to be asked. */
export interface OpenModel extends TrainedFlow {
  readonly file: ModelFile
  readonly inspector: Inspector
  readonly backend: Backend
  /** The energy of the model's own data, in the flow's units; null of rows alone. */
  readonly target: TargetDensity | null
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
  const target = targetOf(file.document.data.source, trained.units)
  const inspector = new Inspector(trained.flow, backend, undefined, target?.trace)
  try {
    return await use({ ...trained, file, inspector, backend, target })
  } finally {
    await inspector.dispose()
    backend.dispose()
  }
}
