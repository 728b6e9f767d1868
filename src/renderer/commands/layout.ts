import { presets, type Panel, type Preset, type SideColumn } from '../layout/layout'
import { useLayoutStore } from '../layout/layoutStore'
import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'
import type { Command } from './command'

/** Where the focus goes next by F6, from part to part of the screen. */
const PARTS =
  '.screen > header, [data-column], [data-testid="lessons"], [data-testid="timeline"], [data-testid="status-bar"]'

/** Where panels stand, and which are open. */
export function layoutCommands(): readonly Command[] {
  const layout = useLayoutStore()
  const session = useSessionStore()

  const preset = (name: Preset): Command => ({
    id: `layout.${name}`,
    title: t(`commands.layout.${name}`),
    category: 'View',
    when: () => !layout.isPreset(name) || t('commands.not.soNow'),
    run: () => {
      layout.use(presets[name], t(`layout.presets.${name}`))
    },
  })

  function toggle(panel: Panel): void {
    if (panel === 'inspector' && layout.narrow) session.inspectorOver = !session.inspectorOver
    else layout.toggle(panel)
  }
  const isOpen = (panel: Panel): boolean =>
    panel === 'inspector' && layout.narrow ? session.inspectorOver : layout.isOpen(panel)
  const panel = (name: Panel, keys: string): Command => ({
    id: `layout.${name}`,
    title: () =>
      t(isOpen(name) ? 'commands.layout.close' : 'commands.layout.open', {
        panel: t(`layout.panels.${name}`).toLowerCase(),
      }),
    category: 'View',
    ...(keys === '' ? {} : { keys, whileTyping: true as const }),
    run: () => {
      toggle(name)
    },
  })

  const shift = (column: SideColumn, by: 1 | -1): Command => ({
    id: `layout.${column}-${by < 0 ? 'left' : 'right'}`,
    title: t(by < 0 ? 'commands.layout.left' : 'commands.layout.right', { panel: t(`layout.panels.${column}`) }),
    category: 'View',
    when: () => {
      const end = by < 0 ? 0 : layout.order.length - 1
      if (!layout.order.includes(column)) return t('commands.not.lies')
      return layout.order.indexOf(column) !== end || t('commands.not.outermost')
    },
    run: () => {
      layout.shift(column, by)
    },
  })

  /** The focus to the next part of the screen that is shown, or the one before. */
  function walk(by: 1 | -1): void {
    const parts = [...document.querySelectorAll<HTMLElement>(PARTS)].filter((part) => part.offsetParent !== null)
    const at = parts.findIndex((part) => part.contains(document.activeElement))
    const next = parts.at((at + by + parts.length) % parts.length)
    const target = next?.querySelector<HTMLElement>(
      'button:not(:disabled), input, [tabindex="0"], select, textarea, a[href]',
    )
    target?.focus()
  }

  return [
    preset('design'),
    preset('train'),
    preset('present'),
    {
      id: 'layout.save',
      title: t('commands.layout.save'),
      category: 'View',
      run: () => {
        layout.naming = true
      },
    },
    {
      id: 'layout.reset',
      title: t('commands.layout.reset'),
      category: 'View',
      when: () => !layout.isPreset('design') || t('commands.not.soNow'),
      run: () => {
        layout.use(presets.design, t('layout.presets.design'))
      },
    },
    panel('palette', 'Alt+B'),
    panel('stack', ''),
    panel('inspector', 'Ctrl+I'),
    panel('run', 'Alt+R'),
    shift('palette', -1),
    shift('palette', 1),
    shift('stack', -1),
    shift('stack', 1),
    shift('inspector', -1),
    shift('inspector', 1),
    {
      id: 'layout.turn-run',
      title: () => t(layout.layout.run === 'below' ? 'commands.layout.runAbove' : 'commands.layout.runBelow'),
      category: 'View',
      run: layout.turnRun,
    },
    {
      id: 'layout.next-part',
      title: t('commands.layout.nextPart'),
      category: 'View',
      keys: 'F6',
      whileTyping: true,
      run: () => {
        walk(1)
      },
    },
    {
      id: 'layout.previous-part',
      title: t('commands.layout.previousPart'),
      category: 'View',
      keys: 'Shift+F6',
      whileTyping: true,
      run: () => {
        walk(-1)
      },
    },
  ]
}
