import { testInsertions } from './insertions'

// Single precision rounds the place that a block leaves as it is; where a trained spline beyond is steep, that alone is worth
// some 10⁻⁵.
testInsertions({ precision: 'float32', places: [1], most: 1e-4, half: 1e-5 })
