import type * as tfjs from '@tensorflow/tfjs-core'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import type { Backend } from '@shared/tensor/runtime/backend'
import { usualSettings } from '@shared/rpc/protocol'
import { describe, expect, it } from 'vitest'
import { backendOffers } from '../../src/main/engine/backends'
import { testReplayedFlows } from '../flow/support/replayed'
import { testReplayedOps } from '../tensor/support/replayed'
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

  it('is offered with what it computes on', async () => {
    const offer = backendOffers().find(({ name }) => name === 'tfjs-node-gpu')!
    const { uses } = await offer.load(usualSettings)
    expect(uses).toMatch(/^TensorFlow \d+\.\d+\.\d+ on .+, op by op$/)
  })
}
