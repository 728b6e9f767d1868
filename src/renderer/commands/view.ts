import { useSessionStore } from '../stores/sessionStore'
import type { ThemeChoice } from '../stores/sessionStore'
import { useViewStore } from '../views/viewStore'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** What is seen of the stack and around it. */
export function viewCommands(): readonly Command[] {
  const session = useSessionStore()
  const view = useViewStore()
  const screen = useScreenStore()

  const asGraph = (): true | string => screen.canvas !== null || 'The stack is shown as a list.'
  const theme = (id: ThemeChoice, title: string): Command => ({
    id: `view.theme-${id}`,
    title,
    category: 'View',
    when: () => session.theme !== id || 'It is so now.',
    run: () => {
      session.theme = id
    },
  })

  return [
    {
      id: 'view.stack-mode',
      title: () => (session.stackMode === 'graph' ? 'Show as a list' : 'Show as a graph'),
      category: 'View',
      run: () => {
        session.stackMode = session.stackMode === 'graph' ? 'list' : 'graph'
      },
    },
    { id: 'view.zoom-fit', title: 'Zoom to fit', category: 'View', when: asGraph, run: () => screen.canvas?.fit() },
    { id: 'view.zoom-in', title: 'Zoom in', category: 'View', when: asGraph, run: () => screen.canvas?.zoom('in') },
    { id: 'view.zoom-out', title: 'Zoom out', category: 'View', when: asGraph, run: () => screen.canvas?.zoom('out') },
    {
      id: 'view.thumbnails',
      title: 'Lattice over z after each block',
      category: 'View',
      when: asGraph,
      run: () => {
        view.showThumbnails = !view.showThumbnails
      },
    },
    {
      id: 'view.palette',
      title: () => (session.paletteCollapsed ? 'Show the palette' : 'Collapse the palette'),
      category: 'View',
      run: () => {
        session.paletteCollapsed = !session.paletteCollapsed
      },
    },
    {
      id: 'view.inspector',
      title: 'Inspector',
      category: 'View',
      run: () => {
        session.inspectorOver = !session.inspectorOver
      },
    },
    {
      id: 'view.search-blocks',
      title: 'Search blocks',
      category: 'View',
      keys: '/',
      run: () => screen.searchBlocks?.(),
    },
    theme('dark', 'Theme: dark'),
    theme('light', 'Theme: light'),
    theme('system', 'Theme: as the system has it'),
  ]
}
