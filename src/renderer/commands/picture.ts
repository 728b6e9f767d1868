import { useSessionStore } from '../stores/sessionStore'
import { t } from '../strings/t'
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
      if (!offers?.any) return t('commands.not.noPicture')
      return kind === 'png' || (kind === 'svg' ? offers.svg : offers.numbers) || missing
    },
    run: () => screen.picture?.take(kind),
  })

  return [
    {
      id: 'picture.next',
      title: t('commands.picture.next'),
      category: 'Picture',
      keys: 'V',
      run: () => {
        turn(1)
      },
    },
    {
      id: 'picture.previous',
      title: t('commands.picture.previous'),
      category: 'Picture',
      keys: 'Shift+V',
      run: () => {
        turn(-1)
      },
    },
    {
      id: 'picture.enlarge',
      title: () => (session.pictureAlone ? t('commands.picture.back') : t('commands.picture.enlarge')),
      category: 'Picture',
      run: () => {
        session.pictureAlone = !session.pictureAlone
      },
    },
    {
      id: 'picture.reset',
      title: t('commands.picture.reset'),
      category: 'Picture',
      when: () => (screen.picture !== null && !screen.picture.atHome) || t('commands.not.allShown'),
      run: () => screen.picture?.reset(),
    },
    {
      id: 'picture.compare',
      title: t('commands.picture.compare'),
      category: 'Picture',
      when: () => screen.picture?.incomparable ?? true,
      run: () => screen.picture?.compare(),
    },
    take('png', t('commands.picture.exportPng'), ''),
    take('svg', t('commands.picture.exportSvg'), t('commands.not.noVectors')),
    take('csv', t('commands.picture.exportCsv'), t('commands.not.noNumbers')),
    take('npy', t('commands.picture.exportNpy'), t('commands.not.noNumbers')),
  ]
}
