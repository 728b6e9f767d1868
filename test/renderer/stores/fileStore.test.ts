// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { expect, it } from 'vitest'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useFileStore } from '../../../src/renderer/stores/fileStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith } from '../fakeEngine'

it('says all that is wrong with a file, and blames none of it on the document that stays', async () => {
  setActivePinia(createPinia())
  const fake = new FakeEngine()
  fake.answer('open', () => openedWith(2))
  const engine = useEngineStore()
  await engine.connect(fake)
  const store = useDocumentStore()
  store.replace(documentOf('affine'), true)
  await engine.openDocument(store.document)
  const before = { document: store.document, issues: store.issues }
  const text = '{ "format": "diffeo/document", "version": 1, "name": 3 }'
  await useFileStore().takeFile({ name: 'bad.flow.json', bytes: new TextEncoder().encode(text) })
  expect(engine.notice?.text).toContain('bad.flow.json')
  expect(engine.notice?.details.join('\n')).toContain('graph')
  expect(store.document).toBe(before.document)
  expect(store.issues).toEqual(before.issues)
})
