import { useDiagnostics } from '../panels/log/useDiagnostics'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** Ways to everything else. */
export function helpCommands(): readonly Command[] {
  const screen = useScreenStore()
  const diagnostics = useDiagnostics()
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
    {
      id: 'help.log',
      title: 'Event log',
      category: 'Help',
      run: () => {
        screen.sheet = 'log'
      },
    },
    { id: 'help.diagnostics', title: 'Copy diagnostics', category: 'Help', run: () => diagnostics.copy() },
  ]
}
