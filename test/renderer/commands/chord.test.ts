// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { chordFault, chordForAria, chordOf, chordWords, isBeyondText } from '../../../src/renderer/commands/chord'
import type { KeyPress } from '../../../src/renderer/commands/chord'

const press = (key: string, more: Partial<KeyPress> = {}) =>
  chordOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

describe('a chord', () => {
  it('names modifiers in one order and letters in one case', () => {
    expect(press('z', { ctrlKey: true })).toBe('Ctrl+Z')
    expect(press('Z', { shiftKey: true, ctrlKey: true })).toBe('Ctrl+Shift+Z')
    expect(press('ArrowUp', { altKey: true })).toBe('Alt+ArrowUp')
    expect(press(' ')).toBe('Space')
  })

  it('has ⌘ for Ctrl, and the letter itself where Alt types another', () => {
    expect(press('k', { metaKey: true })).toBe('Ctrl+K')
    expect(press('∂', { altKey: true, code: 'KeyD' })).toBe('Alt+D')
  })

  it('leaves out the Shift that a character takes on some keyboards', () => {
    expect(press('?', { shiftKey: true })).toBe('?')
    expect(press('+', { shiftKey: true })).toBe('+')
    expect(press('{', { ctrlKey: true, altKey: true, getModifierState: (key) => key === 'AltGraph' })).toBe('{')
  })

  it('is none while modifiers are held alone', () => {
    expect(press('Shift', { shiftKey: true })).toBeNull()
    expect(press('Dead')).toBeNull()
  })

  it('is written for people and for screen readers as their machine has it', () => {
    expect(chordWords('Ctrl+Shift+ArrowUp', false)).toBe('Ctrl Shift ↑')
    expect(chordWords('Ctrl+Shift+Z', true)).toBe('⇧⌘Z')
    expect(chordWords('Ctrl++', false)).toBe('Ctrl +')
    expect(chordForAria('Ctrl+Shift+Z', false)).toBe('Control+Shift+Z')
    expect(chordForAria('+', false)).toBe('plus')
  })

  it('is meant while a text is typed only if no text can mean it', () => {
    expect(['Ctrl+S', 'Alt+Z', 'F2'].map(isBeyondText)).toEqual([true, true, true])
    expect(['S', 'Shift+S', '?', 'Delete'].map(isBeyondText)).toEqual([false, false, false, false])
  })

  it('cannot be one that the page itself needs', () => {
    expect(chordFault('Tab')).toMatch(/^Tab moves the focus/)
    expect(chordFault('Ctrl+Tab')).toBeNull()
  })
})
