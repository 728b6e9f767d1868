import { onBeforeUnmount } from 'vue'
import { chordOf, isBeyondText } from '../commands/chord'
import { useCommandStore } from '../commands/commandStore'

/** Text fields keep their own keys and their own clipboard. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=range]), textarea, select, [contenteditable]')

/** Menus and dialogs have their own keys. */
export const inLayer = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('[role=menu], [role=dialog]') !== null

/** Keys that work anywhere on the screen. A text field keeps its own undo and every plain character. */
export function useShortcuts(): void {
  const commands = useCommandStore()

  function key(event: KeyboardEvent): void {
    const chord = chordOf(event)
    const command = chord === null ? null : commands.holder(chord)
    if (chord === null || command === null || command.scope === 'stack') return
    const beyond = isBeyondText(chord)
    if (typing(event.target) ? !(command.whileTyping && beyond) : inLayer(event.target) && !beyond) return
    // where it cannot be done the browser shall not do something else instead
    event.preventDefault()
    commands.run(command.id)
  }

  window.addEventListener('keydown', key)
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', key)
  })
}
