import { afterAll, describe } from 'vitest'
import { backendHere, found, where } from './support/device'
import { testRegistry } from './support/registry'

describe.skipIf('reason' in found)(where('flows on the line and in the plane'), () => {
  afterAll(() => {
    backendHere().dispose()
  })

  testRegistry(1, 13)
  testRegistry(2, 75)
})
