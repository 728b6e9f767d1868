import { useDiagnostics } from '../panels/log/useDiagnostics'
import { useHintStore } from '../stores/hintStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** Ways to everything else. */
export function helpCommands(): readonly Command[] {
  const screen = useScreenStore()
  const diagnostics = useDiagnostics()
  const hints = useHintStore()
  const session = useSessionStore()
  return [
    {
      id: 'help.palette',
      title: t('commands.help.palette'),
      category: 'Help',
      keys: ['Ctrl+K', 'Ctrl+Shift+P'],
      whileTyping: true,
      run: () => {
        screen.sheet = screen.sheet === 'palette' ? null : 'palette'
      },
    },
    {
      id: 'help.keys',
      title: t('commands.help.keys'),
      category: 'Help',
      keys: '?',
      run: () => {
        screen.sheet = 'keys'
      },
    },
    {
      id: 'help.log',
      title: t('commands.help.log'),
      category: 'Help',
      run: () => {
        screen.sheet = 'log'
      },
    },
    { id: 'help.diagnostics', title: t('commands.help.diagnostics'), category: 'Help', run: () => diagnostics.copy() },
    {
      id: 'help.hints',
      title: t('commands.help.hints'),
      category: 'Help',
      when: () => hints.ended || t('commands.not.noHint'),
      run: () => {
        hints.again()
        session.announce(t('hints.shownAgain'))
      },
    },
    {
      id: 'help.settings',
      title: t('commands.help.settings'),
      category: 'Help',
      keys: 'Ctrl+,',
      whileTyping: true,
      run: () => {
        screen.sheet = 'settings'
      },
    },
  ]
}
