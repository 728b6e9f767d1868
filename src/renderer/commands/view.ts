import { useSessionStore } from '../stores/sessionStore'
import type { ThemeChoice } from '../stores/sessionStore'
import { useViewStore } from '../views/viewStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** What is seen of the stack and around it. */
export function viewCommands(): readonly Command[] {
  const session = useSessionStore()
  const view = useViewStore()
  const screen = useScreenStore()

  const asGraph = (): true | string => screen.canvas !== null || t('commands.not.asList')
  const theme = (id: ThemeChoice, title: string): Command => ({
    id: `view.theme-${id}`,
    title,
    category: 'View',
    when: () => session.theme !== id || t('commands.not.soNow'),
    run: () => {
      session.theme = id
    },
  })

  return [
    {
      id: 'view.stack-mode',
      title: () => (session.stackMode === 'graph' ? t('commands.view.asList') : t('commands.view.asGraph')),
      category: 'View',
      run: () => {
        session.stackMode = session.stackMode === 'graph' ? 'list' : 'graph'
      },
    },
    {
      id: 'view.zoom-fit',
      title: t('commands.view.zoomFit'),
      category: 'View',
      keys: 'Shift+F',
      when: asGraph,
      run: () => screen.canvas?.fit(),
    },
    {
      id: 'view.zoom-selection',
      title: t('commands.view.zoomSelection'),
      category: 'View',
      keys: 'F',
      when: asGraph,
      run: () => screen.canvas?.fitSelected(),
    },
    {
      id: 'view.zoom-in',
      title: t('commands.view.zoomIn'),
      category: 'View',
      when: asGraph,
      run: () => screen.canvas?.zoom('in'),
    },
    {
      id: 'view.zoom-out',
      title: t('commands.view.zoomOut'),
      category: 'View',
      when: asGraph,
      run: () => screen.canvas?.zoom('out'),
    },
    {
      id: 'stack.export-png',
      title: t('commands.stack.exportPng'),
      category: 'Stack',
      when: asGraph,
      run: () => screen.canvas?.take('png'),
    },
    {
      id: 'stack.export-svg',
      title: t('commands.stack.exportSvg'),
      category: 'Stack',
      when: asGraph,
      run: () => screen.canvas?.take('svg'),
    },
    {
      id: 'view.thumbnails',
      title: t('commands.view.thumbnails'),
      category: 'View',
      when: asGraph,
      run: () => {
        view.showThumbnails = !view.showThumbnails
      },
    },
    {
      id: 'view.search-blocks',
      title: t('commands.view.searchBlocks'),
      category: 'View',
      keys: '/',
      run: () => screen.searchBlocks?.(),
    },
    {
      id: 'view.density',
      title: () => t(session.density === 'compact' ? 'commands.view.comfortable' : 'commands.view.compact'),
      category: 'View',
      run: () => {
        session.density = session.density === 'compact' ? 'comfortable' : 'compact'
      },
    },
    {
      id: 'view.motion',
      title: () => t(session.motion === 'reduced' ? 'commands.view.usualMotion' : 'commands.view.lessMotion'),
      category: 'View',
      run: () => {
        session.motion = session.motion === 'reduced' ? 'system' : 'reduced'
      },
    },
    theme('dark', t('commands.view.themeDark')),
    theme('light', t('commands.view.themeLight')),
    theme('system', t('commands.view.themeSystem')),
  ]
}
