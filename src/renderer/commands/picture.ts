import { useSessionStore } from '../stores/sessionStore'
import type { Command } from './command'
import { useScreenStore } from './screenStore'
import type { PictureDeeds } from './screenStore'

/** The picture of the flow: which view, how large, and what of it is taken away. */
export function pictureCommands(): readonly Command[] {
  const session = useSessionStore()
  const screen = useScreenStore()

  const turn = (by: 1 | -1): void => {
    const { picture } = screen
    if (!picture) return
    const { tabs, chosen } = picture
    const at = tabs.findIndex(({ key }) => key === chosen)
    picture.choose(tabs[(at + by + tabs.length) % tabs.length].key)
  }
  const take = (kind: Parameters<PictureDeeds['take']>[0], title: string, missing: string): Command => ({
    id: `picture.export-${kind}`,
    title,
    category: 'Picture',
    when: () => {
      const offers = screen.picture?.offers
      if (!offers?.any) return 'There is no picture to export yet.'
      return kind === 'png' || (kind === 'svg' ? offers.svg : offers.numbers) || missing
    },
    run: () => screen.picture?.take(kind),
  })

  return [
    {
      id: 'picture.next',
      title: 'Next view',
      category: 'Picture',
      keys: 'Alt+ArrowRight',
      run: () => {
        turn(1)
      },
    },
    {
      id: 'picture.previous',
      title: 'Previous view',
      category: 'Picture',
      keys: 'Alt+ArrowLeft',
      run: () => {
        turn(-1)
      },
    },
    {
      id: 'picture.enlarge',
      title: () => (session.pictureAlone ? 'Back beside the stack' : 'Enlarge the picture'),
      category: 'Picture',
      run: () => {
        session.pictureAlone = !session.pictureAlone
      },
    },
    {
      id: 'picture.reset',
      title: 'Show all of the data',
      category: 'Picture',
      when: () => (screen.picture !== null && !screen.picture.atHome) || 'All of the data is shown.',
      run: () => screen.picture?.reset(),
    },
    {
      id: 'picture.compare',
      title: 'Compare two steps of the training',
      category: 'Picture',
      when: () => screen.picture?.incomparable ?? true,
      run: () => screen.picture?.compare(),
    },
    take('png', 'Export the picture as PNG', ''),
    take('svg', 'Export the picture as SVG', 'This view has no vectors.'),
    take('csv', 'Export the picture’s numbers as CSV', 'This view has no table of numbers.'),
    take('npy', 'Export the picture’s numbers as NPY', 'This view has no table of numbers.'),
  ]
}
