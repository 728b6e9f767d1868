import type { FlowDocument } from '@shared/document/schema'
import { listen } from '../../engine/fakeHost'
import type { Lab } from '../../../src/renderer/lessons/lab'

/** A document with an engine that opens it at the first question. */
export function labOf(
  document: FlowDocument,
  run: { readonly step: number; readonly above: number } | null = null,
): Lab {
  const { engine } = listen()
  const open = () => engine.call('open', { document })
  let opening: ReturnType<typeof open> | null = null
  return {
    document,
    step: run?.step ?? 0,
    best: run === null ? null : run.above,
    leastLoss: async () => (run === null ? (await (opening ??= open())).leastLoss : 0),
    async probe(points) {
      await (opening ??= open())
      return engine.call('probe', { points: Float64Array.from(points.flat()) })
    },
  }
}

/** The least loss that the engine finds for a document. */
export const leastLossOf = async (document: FlowDocument): Promise<number | null> =>
  (await listen().engine.call('open', { document })).leastLoss
