import { isSolved, variedCases } from './support/blocks'
import { testBijectors } from './support/bijectors'

// a solver takes the interpreter long
testBijectors(
  [2],
  variedCases.filter(({ entry }) => !isSolved(entry)),
)
