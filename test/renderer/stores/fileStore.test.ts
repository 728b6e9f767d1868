// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { serialise } from '@shared/document/serialise'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useFileStore } from '../../../src/renderer/stores/fileStore'
import { documentOf } from '../documents'
import { FakeEngine, openedWith } from '../fakeEngine'

let fake: FakeEngine
let engine: ReturnType<typeof useEngineStore>

beforeEach(async () => {
  setActivePinia(createPinia())
  fake = new FakeEngine()
  fake.answer('open', () => openedWith(2))
  engine = useEngineStore()
  await engine.connect(fake)
})

async function affineOpened() {
  const store = useDocumentStore()
  store.replace(documentOf('affine'), true)
  await engine.openDocument(store.document)
  return store
}

it('says all that is wrong with a file, and blames none of it on the document that stays', async () => {
  const store = await affineOpened()
  const before = { document: store.document, issues: store.issues }
  const text = '{ "format": "diffeo/document", "version": 1, "name": 3 }'
  await useFileStore().takeFile({ name: 'bad.flow.json', bytes: new TextEncoder().encode(text) })
  expect(engine.notice?.text).toContain('bad.flow.json')
  expect(engine.notice?.details.join('\n')).toContain('graph')
  expect(store.document).toBe(before.document)
  expect(store.issues).toEqual(before.issues)
})

it('opens what the system handed to the app, and says what could not be read', async () => {
  const bytes = new TextEncoder().encode(serialise({ ...documentOf('affine'), name: 'Handed' }))
  fake.answer('takeHanded', () => [
    { name: 'handed.flow.json', bytes },
    { name: 'lost.flow.json', problem: 'There is no such file any more.' },
  ])
  await useFileStore().takeHanded()
  expect(useDocumentStore().document.name).toBe('Handed')
  expect(engine.notice?.text).toBe('“lost.flow.json” was not opened: There is no such file any more.')
})

it('exports the flow on the screen, also where an edit of it is still being compiled', async () => {
  const store = await affineOpened()
  fake.answer('exportModel', () => {
    throw new Error('asked')
  })
  let open = (): void => undefined
  fake.answer('open', () => new Promise((done) => (open = () => { done(openedWith(2)) }))) // prettier-ignore
  store.edit('Add', () => documentOf('affine', 'planar'))
  const opened = engine.openDocument(store.document)
  const exported = useFileStore().exportModel()
  await new Promise((done) => setTimeout(done))
  expect(fake.paramsOf('exportModel')).toEqual([])
  open()
  await Promise.all([opened, exported])
  expect(fake.paramsOf('exportModel')).toHaveLength(1)
})
