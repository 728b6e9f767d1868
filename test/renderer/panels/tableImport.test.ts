// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { rename, setTraining } from '@shared/document/edits'
import type { TableReport } from '@shared/rpc/protocol'
import TableImport from '../../../src/renderer/panels/data/TableImport.vue'
import { useTableImportStore } from '../../../src/renderer/panels/data/tableImportStore'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { FakeEngine } from '../fakeEngine'

const column = (name: string, numeric = true, constant = false, missing = 0) => ({
  name,
  numeric,
  constant,
  missing,
  classes: name === 'kind' ? ['A', 'B'] : null,
})
const report: TableReport = {
  name: 'runs.csv',
  rows: 120,
  columns: [
    column('energy'),
    column('angle', true, false, 3),
    column('detector', false),
    column('run', true, true),
    column('kind', false),
  ],
  head: [['1', '2', 'A', '7']],
  issues: [
    { severity: 'warning', node: null, path: '', message: 'Row 8, column "angle": expected a number, got "?".' },
  ],
}

/** Reads what is reported, and takes of it what is chosen. */
function answerWithTable(engine: FakeEngine): void {
  engine.answer('readTable', () => report)
  engine.answer('takeTable', ({ columns }: { columns: string[] }) => ({
    kind: 'table',
    name: 'runs.csv',
    columns,
    rows: '',
  }))
}

describe('importing a table', () => {
  let engine: FakeEngine
  beforeEach(async () => {
    setActivePinia(createPinia())
    engine = new FakeEngine()
    await useEngineStore().connect(engine)
  })

  it('offers the columns that a flow can use, and says of the others why not', async () => {
    engine.answer('readTable', () => report)
    const table = useTableImportStore()
    await table.read(new File(['x'], 'runs.csv'))
    expect(table.chosen).toEqual(['energy', 'angle'])
    const panel = mount(TableImport)
    expect(panel.text()).toContain('Row 8, column “angle”')
    expect(panel.text()).toContain('not numeric')
    expect(panel.text()).toContain('2 classes, for context')
    expect(panel.get('[data-testid="column-kind"]').attributes('disabled')).toBeUndefined()
    expect(panel.text()).toContain('constant')
    expect(panel.get('[data-testid="column-detector"]').attributes('disabled')).toBeDefined()
    expect(panel.get('[data-testid="import-gaps"]').text()).toContain('left out')
    await panel.get('[data-testid="column-angle"]').trigger('change')
    expect(panel.get('[data-testid="import-use"]').text()).toBe('Use 1 column')
    expect(panel.find('[data-testid="import-gaps"]').exists()).toBe(false)
  })

  it('puts the chosen columns into the document as one step of undo', async () => {
    answerWithTable(engine)
    const [table, documents] = [useTableImportStore(), useDocumentStore()]
    const before = documents.document
    await table.read(new File(['x'], 'runs.csv'))
    await table.take()
    expect(documents.document.data.source).toMatchObject({ kind: 'table', columns: ['energy', 'angle'] })
    // 120 rows are few, three of which lack an angle; nobody had named the document
    expect(documents.document).toMatchObject({ name: 'runs', data: { missing: 'drop' }, training: { patience: 10 } })
    expect(table.state.kind).toBe('idle')
    documents.undo()
    expect(documents.document).toEqual(before)
  })

  it('leaves a name and an end of their own to a document that has them', async () => {
    answerWithTable(engine)
    const [table, documents] = [useTableImportStore(), useDocumentStore()]
    documents.edit('Prepare', (document) => setTraining(rename(document, 'Mine'), { patience: 3 }))
    await table.read(new File(['x'], 'runs.csv'))
    expect(mount(TableImport).text()).not.toContain('by heart')
    await table.take()
    expect(documents.document).toMatchObject({ name: 'Mine', training: { patience: 3 } })
  })

  it('shows every complaint about a file that cannot be read, and changes nothing', async () => {
    const issues = [{ message: 'Row 3 has 2 cells, expected 4.' }, { message: 'Row 9: "abc" is not a number.' }]
    engine.answer('readTable', () => {
      throw Object.assign(new Error('broken.csv cannot be read.'), { issues })
    })
    const [table, documents] = [useTableImportStore(), useDocumentStore()]
    const before = documents.document
    await table.read(new File(['x'], 'broken.csv'))
    const errors = mount(TableImport).findAll('[data-testid="import-error"]')
    expect(errors.map((error) => error.text())).toEqual([issues[0].message, 'Row 9: “abc” is not a number.'])
    expect(documents.document).toBe(before)
  })
})
