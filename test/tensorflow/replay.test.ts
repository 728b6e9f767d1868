import type * as tfjs from '@tensorflow/tfjs-core'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import type { Backend } from '@shared/tensor/runtime/backend'
import { usualSettings } from '@shared/rpc/protocol'
import { Builder } from '@shared/tensor/ir/builder'
import { describe, expect, it } from 'vitest'
import { backendOffers } from '../../src/main/engine/backends'
import { testReplayedFlows } from '../flow/support/replayed'
import { testReplayedOps } from '../tensor/support/replayed'
import { runOn } from '../tensor/support/run'
import { findTensorflow } from './support'

const tensorflow = await findTensorflow()

if (typeof tensorflow === 'string') it.skip(`libtensorflow is not here: ${tensorflow}`, () => undefined)
else {
  const backend: Backend = createTfjsBackend(tensorflow.tf, 'tensorflow')
  const { memory } = tensorflow.tf as unknown as typeof tfjs

  describe('ops on libtensorflow', () => {
    testReplayedOps(
      () => backend,
      () => memory().numTensors,
    )
  })

  describe('flows on libtensorflow', () => {
    testReplayedFlows(() => Promise.resolve(backend))
  })

  const offered = (name: string) =>
    backendOffers()
      .find((offer) => offer.name === name)!
      .load(usualSettings)

  it("runs beside the app's own TensorFlow.js, whichever was active last", async () => {
    const b = new Builder()
    const program = b.program('square', { y: b.square(b.input('x', [2])) })
    const backends = [backend, await offered('tfjs-cpu'), await offered('tfjs-wasm')]
    for (const each of [...backends, ...backends])
      expect([...(await runOn(each, program, { x: [2, 3] })).y]).toEqual([4, 9])
  })
}
