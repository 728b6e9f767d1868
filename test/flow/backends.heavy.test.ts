import { describe } from 'vitest'
import { tfjsBackend, tfjsNames } from '../tensor/support/tfjs'
import { testReplayedFlows } from './support/replayed'

describe.each(tfjsNames)('tfjs on %s', (name) => {
  testReplayedFlows(() => tfjsBackend(name))
})
