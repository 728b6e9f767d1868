import type { useStackCommands } from './stackCommands'

type Commands = Pick<ReturnType<typeof useStackCommands>, 'remove' | 'shift' | 'selectNext' | 'repeatBy' | 'foldChosen'>

/** Which way along the stack the arrow keys lead: +1 towards the data, −1 towards the base. */
export interface Compass {
  readonly up: 1 | -1
  readonly down: 1 | -1
}

/** The keys that the graph and the list share. Answers whether the key was one of them, and was thereby used up. */
export function stackKeys(
  event: KeyboardEvent,
  selected: string | null,
  commands: Commands,
  compass: Compass,
  inspect: () => void,
): boolean {
  if (event.ctrlKey || event.metaKey) return false
  switch (event.key) {
    case 'ArrowUp':
    case 'ArrowDown': {
      const by = event.key === 'ArrowUp' ? compass.up : compass.down
      if (event.altKey && selected !== null) commands.shift(selected, by)
      else commands.selectNext(by, event.shiftKey)
      break
    }
    case 'ArrowLeft':
    case 'ArrowRight':
      if (event.altKey || event.shiftKey || !commands.foldChosen(event.key === 'ArrowLeft')) return false
      break
    case 'Delete':
    case 'Backspace':
      if (selected === null) return false
      commands.remove(selected)
      break
    case '+':
    case '-':
      if (!commands.repeatBy(event.key === '+' ? 1 : -1)) return false
      break
    case 'Enter':
    case ' ':
      inspect()
      return false
    default:
      return false
  }
  event.preventDefault()
  event.stopPropagation()
  return true
}
