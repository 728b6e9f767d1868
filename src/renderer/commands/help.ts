import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** Ways to everything else. */
export function helpCommands(): readonly Command[] {
  const screen = useScreenStore()
  return [
    {
      id: 'help.palette',
      title: 'Search or do anything',
      category: 'Help',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      whileTyping: true,
      run: () => {
        screen.sheet = screen.sheet === 'palette' ? null : 'palette'
      },
    },
    {
      id: 'help.keys',
      title: 'All keys',
      category: 'Help',
      keys: '?',
      run: () => {
        screen.sheet = 'keys'
      },
    },
  ]
}
