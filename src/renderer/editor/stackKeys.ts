import { chordOf } from '../commands/chord'
import { refusalOf } from '../commands/command'
import type { useCommandStore } from '../commands/commandStore'

/** The keys that the graph and the list share. Answers whether the key was one of them, and was thereby used up. */
export function stackKeys(
  event: KeyboardEvent,
  commands: ReturnType<typeof useCommandStore>,
  inspect: () => void,
): boolean {
  const chord = chordOf(event)
  if (chord === 'Enter' || chord === 'Space') inspect()
  const command = chord === null ? null : commands.holder(chord)
  if (command?.scope !== 'stack' || refusalOf(command) !== null) return false
  commands.run(command.id)
  event.preventDefault()
  event.stopPropagation()
  return true
}
