import { testInsertions } from './insertions'

testInsertions({ precision: 'float64', places: [1, 3], most: 1e-5, half: 1e-5 })
