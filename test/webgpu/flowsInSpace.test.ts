import { afterAll, describe } from 'vitest'
import { backendHere, found, where } from './support/device'
import { testRegistry } from './support/registry'

describe.skipIf('reason' in found)(where('flows in space'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  testRegistry(3, 13)
  testRegistry(5, 13)
})
