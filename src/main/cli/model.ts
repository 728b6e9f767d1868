import type { ModelFile } from '@shared/document/model'
import { blocksInOrder } from '@shared/document/chain'
import { parseModel } from '@shared/document/validate'
import { readModel, type TrainedFlow } from '@shared/learn/exporters/modelFile'
import { targetOf, type TargetDensity } from '@shared/learn/data'
import { Inspector } from '@shared/learn/inspection/inspector'
import type { Backend } from '@shared/tensor/runtime/backend'
import { openBackend } from './backend'
import { CommandFailure, demand } from './failure'
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

/** Refuses a model whose blocks move points by chance for what takes the density of a point. */
export function demandDensity(path: string, { flow, file }: OpenModel, remedy: string): void {
  const [id] = flow.stochastic
  if (id === undefined) return
  const type = blocksInOrder(file.document).find((block) => block.id === id)!.type
  throw new CommandFailure(
    `${path}: block "${id}" (${type}) moves points by chance, so no point has a density in closed form. ${remedy}`,
  )
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
