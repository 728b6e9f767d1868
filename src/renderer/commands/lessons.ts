import { places } from '../lessons/all'
import { useLessonStore } from '../lessons/lessonStore'
import { t } from '../strings/t'
import type { Command } from './command'
import { useScreenStore } from './screenStore'

/** The lessons and the way through their steps. */
export function lessonCommands(): readonly Command[] {
  const lessons = useLessonStore()
  const screen = useScreenStore()
  const open = (): true | string => lessons.open || t('commands.not.noLesson')
  /** Whether a step is shown. */
  const within = (): true | string => (lessons.open && !lessons.listing) || t('commands.not.noStep')
  /** Whether there is a step so many on. */
  const isStep = (by: 1 | -1): true | string => {
    const place = lessons.index + by
    if (place < 0) return t('commands.not.firstStep')
    return place < places.length || t('commands.not.lastStep')
  }

  return [
    {
      id: 'help.learn',
      title: () => t(lessons.open ? 'commands.lessons.hide' : 'commands.lessons.learn'),
      category: 'Help',
      keys: 'Alt+L',
      whileTyping: true,
      run: () => {
        if (lessons.open) lessons.close()
        else lessons.show()
      },
    },
    {
      id: 'lesson.list',
      title: () => t(lessons.listing ? 'commands.lessons.step' : 'commands.lessons.list'),
      category: 'Help',
      when: open,
      run: () => {
        lessons.listing = !lessons.listing
      },
    },
    {
      id: 'lesson.next',
      title: t('commands.lessons.next'),
      category: 'Help',
      keys: 'Alt+J',
      whileTyping: true,
      when: () => (within() === true ? isStep(1) : within()),
      run: () => lessons.step(1),
    },
    {
      id: 'lesson.previous',
      title: t('commands.lessons.previous'),
      category: 'Help',
      keys: 'Alt+K',
      whileTyping: true,
      when: () => (within() === true ? isStep(-1) : within()),
      run: () => lessons.step(-1),
    },
    {
      id: 'lesson.check',
      title: t('commands.lessons.check'),
      category: 'Help',
      keys: 'Alt+Enter',
      whileTyping: true,
      when: within,
      run: () => screen.checkAnswer?.(),
    },
    {
      id: 'lesson.close',
      title: t('commands.lessons.close'),
      category: 'Help',
      when: open,
      run: lessons.close,
    },
  ]
}
