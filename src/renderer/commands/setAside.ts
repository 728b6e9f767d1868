import { useSetAside } from '../editor/setAside'
import { t } from '../strings/t'
import type { Command } from './command'

/** Taking blocks out of the flow for a comparison, and out of training. */
export function setAsideCommands(): readonly Command[] {
  const { bypass, freeze, canSetAside, all } = useSetAside()
  const when = (): true | string => canSetAside() || t('commands.not.noPart')
  return [
    {
      id: 'stack.bypass',
      title: () => t(all('bypassed') ? 'commands.stack.switchOn' : 'commands.stack.bypass'),
      category: 'Stack',
      keys: 'Ctrl+B',
      when,
      run: () => {
        bypass()
      },
    },
    {
      id: 'stack.freeze',
      title: () => t(all('frozen') ? 'commands.stack.unfreeze' : 'commands.stack.freeze'),
      category: 'Stack',
      keys: 'Ctrl+Shift+F',
      when,
      run: () => {
        freeze()
      },
    },
  ]
}
