import { useSetAside } from '../editor/setAside'

/** Bypass and freeze, as commands with names and default keys. */
export function setAsideCommands() {
  const { bypass, freeze, canSetAside } = useSetAside()
  const when = (): true | string => canSetAside() || 'Select a block or a group first.'
  return [
    {
      id: 'stack.bypass',
      title: 'Bypass block or switch it on',
      category: 'Stack',
      keys: 'Ctrl B',
      when,
      run: () => {
        bypass()
      },
    },
    {
      id: 'stack.freeze',
      title: 'Freeze block or unfreeze it',
      category: 'Stack',
      keys: 'Ctrl Shift F',
      when,
      run: () => {
        freeze()
      },
    },
  ] as const
}
