import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonSchemas } from '@shared/document/jsonSchema'
import { serialise, serialiseModel } from '@shared/document/serialise'
import Ajv2020 from 'ajv/dist/2020'
import { describe, expect, it } from 'vitest'
import { broken } from './broken'
import { examples } from './examples'
import { oneOfEach } from './generators'
import { modelOf } from './models'

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../resources/schema/${name}.schema.json`, import.meta.url))

/** Rewrites the files instead of comparing them: `UPDATE_SCHEMAS=1 npx vitest run test/document/schema.test.ts`. */
const update = process.env.UPDATE_SCHEMAS === '1'

describe.each(['document', 'model'] as const)('resources/schema/%s.schema.json', (name) => {
  it('is what the code reads (if not, run with UPDATE_SCHEMAS=1)', () => {
    const text = `${JSON.stringify(jsonSchemas[name](), null, 2)}\n`
    if (update) writeFileSync(fileOf(name), text)
    expect(readFileSync(fileOf(name), 'utf8')).toBe(text)
  })
})

describe('the published schemas', () => {
  const ajv = new Ajv2020({ strict: true })
  const isDocument = ajv.compile(jsonSchemas.document())
  const isModel = ajv.compile(jsonSchemas.model())

  it.each([...examples.map(({ name, text }) => [name, text]), ['one of each', serialise(oneOfEach())]])(
    'accept %s',
    (_, text) => {
      isDocument(JSON.parse(text))
      expect(isDocument.errors).toBeNull()
    },
  )

  it('accept a model', () => {
    isModel(JSON.parse(serialiseModel(modelOf(oneOfEach()))))
    expect(isModel.errors).toBeNull()
  })

  it('refuse what the code refuses', () => {
    const model = modelOf(oneOfEach())
    expect(isDocument(broken(model.document, (file) => void delete file.training.steps))).toBe(false)
    expect(isDocument(broken(model.document, (file) => void (file.graph.nodes[0].extra = 1)))).toBe(false)
    expect(isModel(broken(model, (file) => void (file.parameters[0].dtype = 'int8')))).toBe(false)
    expect(isModel(model.document)).toBe(false)
  })
})
