import { createReferenceBackend } from '@shared/tensor/backends/reference'
import { testInsertions } from './insertions'

testInsertions({
  name: 'reference',
  load: createReferenceBackend,
  precision: 'float64',
  places: [1, 3],
  most: 1e-5,
  half: 1e-5,
})
