import { blocks, families } from '@shared/catalogue/registry'
import { recipes } from '@shared/catalogue/recipes'
import { useStackCommands } from '../../editor/stackCommands'
import { idOf, places } from '../../lessons/all'
import { useLessonStore } from '../../lessons/lessonStore'
import { lessonTexts } from '../../strings/en/lessons/all'
import { counted } from '../../strings/t'
import { useScreenStore } from '../screenStore'
import { entry, type Entry } from './entry'

/** Blocks, recipes, pages and lessons, which never change. */
export function catalogueEntries(): readonly Entry[] {
  const stack = useStackCommands()
  const screen = useScreenStore()
  const lessons = useLessonStore()
  const familyLabels = new Map(families.map(({ family, label }) => [family, label]))
  return [
    ...blocks.map(({ type, label, family, citation }) =>
      entry('block', type, {
        label,
        note: familyLabels.get(family) ?? '',
        also: [type, citation.title, citation.authors],
        run: () => {
          stack.append(type)
        },
      }),
    ),
    ...recipes.map(({ name, label, blocks: own, citation }) =>
      entry('recipe', name, {
        label,
        note: counted('panels.blocks', own.length),
        also: [name, citation.title, citation.authors],
        run: () => {
          stack.appendRecipe(name)
        },
      }),
    ),
    ...blocks.map(({ type, label, family, citation }) =>
      entry('page', type, {
        label,
        note: familyLabels.get(family) ?? '',
        also: [type, citation.title, citation.authors],
        run: () => {
          screen.blockPage = { type, node: null }
          screen.sheet = 'block'
        },
      }),
    ),
    ...places.map((place) => {
      const lesson = lessonTexts[place.lesson.id]
      return entry('lesson', idOf(place), {
        label: lesson.steps[place.step.id].title,
        note: lesson.title,
        run: () => lessons.go(idOf(place)),
      })
    }),
  ]
}
