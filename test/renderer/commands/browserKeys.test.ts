// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { defaultKeys } from '../../../src/renderer/commands/command'
import { useCommandStore } from '../../../src/renderer/commands/commandStore'

/** Chromium never gives these to a page on one platform or another: windows and tabs are its own. */
const kept = new Set([
  ...['Ctrl+N', 'Ctrl+Shift+N', 'Ctrl+T', 'Ctrl+Shift+T', 'Ctrl+W', 'Ctrl+Shift+W', 'Ctrl+Q', 'Ctrl+Shift+Q', 'Alt+F4'],
  ...['Ctrl+Tab', 'Ctrl+Shift+Tab', 'Ctrl+PageUp', 'Ctrl+PageDown', 'Ctrl+F4', 'F11'],
])

/**
 * Chromium, or the window's own menu in Electron, does something with these that leaves the work or covers it. F6 is not
 * among them: it goes from part to part of a window, and does so here within the page.
 */
const used = new Set([
  ...['Alt+ArrowLeft', 'Alt+ArrowRight', 'Alt+Home', 'F5', 'Shift+F5', 'Ctrl+F5', 'Ctrl+R', 'Ctrl+Shift+R'],
  ...['Ctrl+L', 'Alt+D', 'Ctrl+E', 'Ctrl+H', 'Ctrl+J', 'Ctrl+U', 'Ctrl+P', 'Ctrl+F', 'F3', 'Shift+F3'],
  ...[
    'Alt+E',
    'Alt+F',
    'F10',
    'Shift+F10',
    'Alt+Shift+T',
    'Alt+Shift+B',
    'Alt+Shift+I',
    'Alt+Shift+A',
    'F1',
    'F7',
    'F12',
  ],
  ...['Ctrl+Shift+A', 'Ctrl+Shift+B', 'Ctrl+Shift+C', 'Ctrl+Shift+D', 'Ctrl+Shift+I', 'Ctrl+Shift+J', 'Ctrl+Shift+M'],
  ...[
    'Ctrl+Shift+O',
    'Ctrl+Shift+Delete',
    'Shift+Escape',
    'Ctrl++',
    'Ctrl+=',
    'Ctrl+-',
    'Ctrl+0',
    'Ctrl+C',
    'Ctrl+X',
    'Ctrl+V',
  ],
  ...Array.from({ length: 9 }, (_, i) => [`Ctrl+${String(i + 1)}`, `Alt+${String(i + 1)}`]).flat(),
])

setActivePinia(createPinia())
const { commands } = useCommandStore()

describe('default keys', () => {
  it.each(commands.map((command) => [command.id, defaultKeys(command)] as const).filter(([, keys]) => keys.length > 0))(
    'of %s reach the page, and take nothing from the browser that a person would miss',
    (_, keys) => {
      expect(keys.filter((chord) => used.has(chord))).toEqual([])
      expect(kept.has(keys[0]), 'what a browser keeps may only stand beside keys that work everywhere').toBe(false)
    },
  )
})
