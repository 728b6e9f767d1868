import { createWasmBackend } from '@shared/tensor/backends/wasm'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { testInsertions } from './insertions'

// Single precision rounds the place that a block leaves as it is; where a trained spline beyond is steep, that alone is worth
// some 10⁻⁵.
testInsertions({
  name: 'wasm',
  load: () =>
    createWasmBackend({
      precision: 'float32',
      features: detectFeatures(),
      pool: null,
      threads: 1,
      memoryLimit: 2 ** 30,
      now: () => performance.now(),
    }),
  precision: 'float32',
  places: [0, 1, 3],
  most: 1e-4,
  half: 1e-5,
})
