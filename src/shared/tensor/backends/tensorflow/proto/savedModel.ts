import protobuf from 'protobufjs/light.js'
import { description } from './description'
import type { GraphDef } from './messages'

/** The tag by which the graph is found when the model is loaded. */
export const TAG = 'serve'

/** The version of graphs from which on all that is written here has its present meaning; of 2024. */
const PRODUCER = 1882
/** Functions whose arguments are named came with it. */
const MIN_CONSUMER = 12

let known: protobuf.Type | null = null
const savedModel = (): protobuf.Type =>
  (known ??= protobuf.Root.fromJSON(description).resolveAll().lookupType('SavedModel'))

/** The bytes of `saved_model.pb`: one graph without signatures, asked for by the names of its nodes. */
export function encodeSavedModel(graph: GraphDef): Uint8Array {
  const versions = { producer: PRODUCER, minConsumer: MIN_CONSUMER }
  const metaGraphs = [{ metaInfoDef: { tags: [TAG] }, graphDef: { ...graph, versions } }]
  return savedModel().encode({ schemaVersion: 1, metaGraphs }).finish()
}

/** What such bytes hold, for tests and for people. */
export function decodeSavedModel(bytes: Uint8Array): GraphDef {
  const { metaGraphs } = savedModel().toObject(savedModel().decode(bytes), { longs: Number, arrays: true }) as {
    metaGraphs: { graphDef: GraphDef }[]
  }
  return metaGraphs[0].graphDef
}
