import { testBijectors } from './support/bijectors'

testBijectors([1])
