import { insertBlock } from '@shared/document/edits'
import { newBlock } from '@shared/document/create'
import type { FlowDocument } from '@shared/document/schema'
import { readCheckpoint } from '@shared/engine/checkpoint'
import { decodeFloat32 } from '@shared/document/float32'
import { smallDocument } from './documents'
import { listen, type Listened } from './fakeHost'

/** A run of a small flow, and what tests of its edits ask of it. */

export const points = Float64Array.of(0.2, 0.1, -1, 0.4, 1.5, -0.5)
export const document = smallDocument({ steps: 400, ema: 0.9 }, ['affine', 'affine'])
export const withPlanar = insertBlock(document, newBlock('planar', 'planar-1'), 1)

export async function begun(steps = 17, of = document): Promise<Listened> {
  const listened = listen()
  await listened.engine.call('open', { document: of })
  await step(listened, steps)
  return listened
}

export async function step({ engine, until, quiet }: Listened, count: number): Promise<void> {
  await engine.call('step', { count })
  await until('training')
  await until('paused')
  await quiet()
}

export const edit = ({ engine }: Listened, next: FlowDocument, returns = false) =>
  engine.call('open', { document: next, edited: true, ...(returns && { returns }) })
export const statusOf = async ({ engine }: Listened) => (await engine.call('attach', {})).status

/** The last checkpoint's run, parameters, moments, batches, curves and all. */
export async function stateOf({ said, quiet }: Listened) {
  await quiet()
  const read = readCheckpoint(said('checkpoint').at(-1)!.checkpoint)
  if (!read.ok) throw new Error(read.issues[0].message)
  return read.value.trainer
}

export async function weightsOf({ engine }: Listened, node: string): Promise<readonly number[]> {
  const { parameters } = await engine.call('exportModel', {})
  return parameters.filter((one) => one.node === node).flatMap(({ data }) => [...decodeFloat32(data)!])
}
