import { onBeforeUnmount } from 'vue'
import { useTabCommands } from './tabCommands'

/**
 * Keys for tabs. A browser keeps Ctrl Tab and Ctrl Shift T to itself, so that each has one with Alt beside it that works in
 * both shells.
 */
export function useTabKeys(): void {
  const tabs = useTabCommands()

  const deeds: Readonly<Record<string, () => unknown>> = {
    'Ctrl+Tab': () => tabs.next(1),
    'Ctrl+Shift+Tab': () => tabs.next(-1),
    'Alt+PageDown': () => tabs.next(1),
    'Alt+PageUp': () => tabs.next(-1),
    'Alt+Shift+PageDown': () => {
      tabs.move(1)
    },
    'Alt+Shift+PageUp': () => {
      tabs.move(-1)
    },
    'Alt+N': () => tabs.createNew(),
    'Alt+W': () => tabs.close(),
    'Ctrl+Shift+T': () => tabs.reopen(),
    'Alt+Shift+T': () => tabs.reopen(),
  }

  function key(event: KeyboardEvent): void {
    const name = event.key.length === 1 ? event.key.toUpperCase() : event.key
    const held = [
      event.ctrlKey || event.metaKey ? 'Ctrl' : '',
      event.altKey ? 'Alt' : '',
      event.shiftKey ? 'Shift' : '',
    ]
    const deed = deeds[[...held, name].filter((part) => part !== '').join('+')] as (() => unknown) | undefined
    if (!deed) return
    event.preventDefault()
    void deed()
  }

  window.addEventListener('keydown', key)
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', key)
  })
}
