// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { blocks } from '@shared/catalogue/registry'
import { blocksInOrder } from '@shared/document/chain'
import { useEntries } from '../../../src/renderer/commands/palette/entries'
import { find } from '../../../src/renderer/commands/palette/find'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useFileStore } from '../../../src/renderer/stores/fileStore'
import { documentOf } from '../documents'

let entries: ReturnType<typeof useEntries>
beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useDocumentStore().replace(documentOf('affine', 'planar'), true)
  entries = useEntries(() => Promise.resolve())
})

const found = (query: string, recent: readonly string[] = []) =>
  find(entries.value, query, recent).flatMap((section) => section.entries.map(({ id }) => id))

describe('the command palette', () => {
  it('finds every block and every command by its own name, first among its kind', () => {
    for (const entry of entries.value) {
      const alike = found(entry.label).filter((id) => id.startsWith(`${entry.kind}/`))
      const labels = alike.map((id) => entries.value.find((other) => other.id === id)!.label)
      expect(labels[0], entry.id).toBe(entry.label)
    }
    expect(entries.value.filter(({ kind }) => kind === 'block')).toHaveLength(blocks.length)
  })

  it('offers what can be done now while nothing is typed', () => {
    expect(found('')).toContain('command/file.save')
    expect(found('')).not.toContain('command/edit.undo')
    expect(found('undo')).toContain('command/edit.undo')
  })

  it.each([
    ['dup', 'command/stack.duplicate'],
    ['dplct', 'command/stack.duplicate'],
    ['zoom fit', 'command/view.zoom-fit'],
    ['realnvp', 'recipe/realnvp'],
    ['maf', 'block/masked-autoregressive'],
    ['planar', 'placed/planar-1'],
  ])('finds by %s what is meant', (query, id) => {
    expect(found(query)).toContain(id)
    expect(found(query).indexOf(id)).toBeLessThan(6)
  })

  it('finds documents and does what it finds', () => {
    useFileStore().examples = [{ file: 'spiral', name: 'Spiral in space', text: '' }]
    expect(found('spiral')).toContain('example/Spiral in space')
    void entries.value.find(({ id }) => id === 'block/planar')!.run()
    expect(blocksInOrder(useDocumentStore().document)).toHaveLength(3)
  })

  it('begins with what was used last', () => {
    expect(found('', ['command/view.zoom-fit'])[0]).toBe('command/view.zoom-fit')
    const second = found('theme')[1]
    expect(found('theme', [second])[0]).toBe(second)
  })

  it('finds nothing for what is nowhere', () => {
    expect(found('xyzzyq')).toEqual([])
  })

  it('offers the settings of the selected block', () => {
    expect(found('').some((id) => id.startsWith('setting/'))).toBe(false)
    useDocumentStore().document = documentOf('spline-coupling')
    useDocumentStore().select('spline-coupling-1')
    expect(found('bins')).toContain('setting/bins')
  })
})
