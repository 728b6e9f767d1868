import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataType } from '@shared/tensor/backends/tensorflow/proto/messages'
import { TAG } from '@shared/tensor/backends/tensorflow/proto/savedModel'
import type { Feed, Values } from '@shared/tensor/backends/tensorflow/runner'
import type { Binding } from './binding'

/** Models in TensorFlow, each in a session of its own. All calls block. */
export class Sessions {
  constructor(readonly binding: Binding) {}

  /** Loads the bytes of a SavedModel, which TensorFlow takes from a folder. */
  load(model: Uint8Array): number {
    const folder = mkdtempSync(join(tmpdir(), 'diffeo-model-'))
    try {
      writeFileSync(join(folder, 'saved_model.pb'), model)
      return this.binding.loadSavedModel(folder, TAG)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  run(session: number, feeds: readonly Feed[], fetches: readonly string[]): Values[] {
    const { binding } = this
    const given: number[] = []
    try {
      for (const { shape, values } of feeds) given.push(binding.createTensor(shape, typeOf(values), values))
      const names = feeds.map(({ name }) => name).join()
      const results = binding.runSavedModel(session, given, names, fetches.join())
      return results.map(({ id }) => {
        const values = binding.tensorDataSync(id)
        binding.deleteTensor(id)
        return values
      })
    } finally {
      for (const tensor of given) binding.deleteTensor(tensor)
    }
  }

  forget(session: number): void {
    this.binding.deleteSavedModel(session)
  }
}

function typeOf(values: Values): number {
  if (values instanceof Float32Array) return dataType.float
  return values instanceof Int32Array ? dataType.int32 : dataType.bool
}
