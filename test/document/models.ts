import { encodeBase64 } from '@shared/document/base64'
import type { ModelFile } from '@shared/document/model'
import type { FlowDocument } from '@shared/document/schema'

const floats = (...values: readonly number[]): string => encodeBase64(new Uint8Array(new Float32Array(values).buffer))

/** A two-dimensional model of a document that has a block `affine-1`; only that block's parameters are filled in. */
export const modelOf = (document: FlowDocument): ModelFile => ({
  format: 'diffeo/model',
  version: 1,
  document,
  data: {
    dims: 2,
    names: ['x', 'y'],
    preprocessing: [{ type: 'standardise', mean: [0.5, 0.25], scale: [1, 2] }],
  },
  parameters: [
    { node: 'affine-1', name: 's', shape: [2], dtype: 'float32', data: floats(0.5, -0.25) },
    { node: 'affine-1', name: 't', shape: [2], dtype: 'float32', data: floats(1e-30, 3e38) },
  ],
  metrics: { trainNll: 1.5, validationNll: null, testNll: 1.75 },
  provenance: { diffeo: '0.1.0', backend: 'reference', seed: 1, steps: 10, created: '2026-01-01T00:00:00Z' },
})
