// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { blocksInOrder } from '@shared/document/chain'
import { chordFault } from '../../../src/renderer/commands/chord'
import { defaultKeys, refusalOf, titleOf } from '../../../src/renderer/commands/command'
import { useCommandStore } from '../../../src/renderer/commands/commandStore'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { documentOf } from '../documents'

const restart = () => {
  setActivePinia(createPinia())
  useDocumentStore().replace(documentOf('affine', 'planar'), true)
  return useCommandStore()
}

let commands: ReturnType<typeof useCommandStore>
beforeEach(() => {
  localStorage.clear()
  commands = restart()
})

describe('the commands', () => {
  it('have ids, titles and default keys of their own', () => {
    const { commands: all } = commands
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(new Set(all.map(titleOf)).size).toBe(all.length)
    const chords = all.flatMap(defaultKeys)
    expect(new Set(chords).size).toBe(chords.length)
    expect(chords.flatMap((chord) => chordFault(chord) ?? [])).toEqual([])
  })

  it('say in a sentence why they cannot be done', () => {
    for (const command of commands.commands) {
      const refusal = refusalOf(command)
      if (refusal !== null) expect(refusal, command.id).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('do their deed, or announce why not', () => {
    expect(commands.run('stack.duplicate')).toBe(false)
    expect(useSessionStore().announcement).toMatch(/^Select a block/)
    const store = useDocumentStore()
    store.select('affine-1')
    expect(commands.run('stack.duplicate')).toBe(true)
    expect(blocksInOrder(store.document)).toHaveLength(3)
    expect(commands.run('edit.undo')).toBe(true)
    expect(useSessionStore().announcement).toBe('Undone: Duplicate Affine.')
  })
})

describe('the keys of a command', () => {
  it('can be others, and are so in the next session', async () => {
    commands.bind('stack.duplicate', 'Ctrl+J', 'Ctrl+D')
    expect(commands.holder('Ctrl+J')?.id).toBe('stack.duplicate')
    expect(commands.holder('Ctrl+D')).toBeNull()
    await nextTick()
    expect(restart().keysOf('stack.duplicate')).toEqual(['Ctrl+J'])
  })

  it('are taken from the command that has them', () => {
    commands.bind('stack.duplicate', 'Ctrl+G')
    expect(commands.keysOf('stack.duplicate')).toEqual(['Ctrl+D', 'Ctrl+G'])
    expect(commands.keysOf('stack.group')).toEqual([])
    commands.reset('stack.group')
    expect(commands.keysOf('stack.group')).toEqual(['Ctrl+G'])
    expect(commands.keysOf('stack.duplicate')).toEqual(['Ctrl+D'])
  })

  it('come back all at once', () => {
    commands.bind('file.new', 'Ctrl+J')
    commands.unbind('edit.redo', 'Ctrl+Y')
    commands.resetAll()
    for (const command of commands.commands) expect(commands.keysOf(command.id)).toEqual(defaultKeys(command))
  })
})
