import { encodeBase64 } from '@shared/document/base64'
import { serialiseModel } from '@shared/document/serialise'
import { parseModel } from '@shared/document/validate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { broken, type Case, expectRefusal, nodeOf } from './broken'
import { oneOfEach } from './generators'
import { modelOf } from './models'

const whole = oneOfEach()

const floats = (...values: readonly number[]): string => encodeBase64(new Uint8Array(new Float32Array(values).buffer))

const badModels: readonly Case[] = [
  { what: 'a document', harm: () => whole, says: /This is a Diffeo document, expected a trained model/ },
  {
    what: 'no document inside',
    harm: (f) => void delete f.document,
    says: /^document: expected an object .* got nothing/,
    path: 'document',
  },
  {
    what: 'a document of a version to come',
    harm: (f) => void (f.document.version = 7),
    says: /^document\.version: the file has version 7/,
  },
  {
    what: 'a document that cannot be compiled',
    harm: (f) => void (nodeOf(f.document, 'affine-1').type = 'afine'),
    says: /Did you mean "affine"/,
    node: 'affine-1',
  },
  {
    what: 'data cut short',
    harm: (f) => void (f.parameters[0].data = floats(1)),
    says: /^parameters\[0\]\.data: "s" of "affine-1" has 4 bytes, expected 8 \(shape \[2\], float32\)/,
    node: 'affine-1',
  },
  { what: 'data that is no base64', harm: (f) => void (f.parameters[0].data = '%%%%'), says: /is not base64/ },
  {
    what: 'a huge shape',
    harm: (f) => void (f.parameters[0].shape = Array(8).fill(1_000_000)),
    says: /has 8 bytes, expected 4e\+48/,
  },
  {
    what: 'a shape of the wrong kind',
    harm: (f) => void (f.parameters[0].shape = [-1]),
    says: /shape\[0\]: expected at least 0, got -1/,
  },
  {
    what: 'NaN among the parameters',
    harm: (f) => void (f.parameters[1].data = floats(0, NaN)),
    says: /"t" of "affine-1" is not a finite number at entry 1/,
  },
  {
    what: 'infinity among them',
    harm: (f) => void (f.parameters[1].data = floats(-Infinity, 0)),
    says: /not a finite number at entry 0/,
  },
  {
    what: 'a parameter of no node',
    harm: (f) => void (f.parameters[1].node = 'gone'),
    says: /^parameters\[1\]\.node: there is no node "gone"/,
  },
  {
    what: 'a parameter twice',
    harm: (f) => void (f.parameters[1].name = 's'),
    says: /"s" of "affine-1" is given twice/,
  },
  {
    what: 'a dtype of another kind',
    harm: (f) => void (f.parameters[1].dtype = 'float16'),
    says: /dtype: expected "float32", got "float16"/,
  },
  { what: 'too few names', harm: (f) => void (f.data.names = ['x']), says: /^data\.names: has 1 entries, expected 2/ },
  {
    what: 'a mean of the wrong length',
    harm: (f) => void (f.data.preprocessing[0].mean = [1, 2, 3]),
    says: /^data\.preprocessing\[0\]\.mean: has 3 entries, expected 2/,
  },
  {
    what: 'a scale of zero',
    harm: (f) => void (f.data.preprocessing[0].scale = [1, 0]),
    says: /scale\[1\]: expected more than 0, got 0/,
  },
  { what: 'no dimension', harm: (f) => void (f.data.dims = 0), says: /^data\.dims: expected at least 1, got 0/ },
  {
    what: 'a text for a metric',
    harm: (f) => void (f.metrics.testNll = 'low'),
    says: /^metrics\.testNll: expected a number, got "low"/,
  },
]

describe('a model', () => {
  const model = modelOf(whole)

  it('reads back as exactly that model', () => {
    expect(parseModel(serialiseModel(model))).toEqual({ ok: true, value: model })
  })

  it.each(badModels)('is refused with one clear error: $what', ({ harm, ...wanted }) => {
    expectRefusal(parseModel(broken(model, harm)), wanted)
  })

  it('cut off anywhere is refused, and never throws', () => {
    const text = serialiseModel(model)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 3 }), (length) => {
        expectRefusal(parseModel(text.slice(0, length)), { says: /empty|cut off/ })
      }),
    )
  })
})
