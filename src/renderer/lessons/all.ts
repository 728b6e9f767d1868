import { directions } from './content/directions'
import { families } from './content/families'
import { inference } from './content/inference'
import { jacobians } from './content/jacobians'
import { line } from './content/line'
import { plane } from './content/plane'
import { stacking } from './content/stacking'
import { valid } from './content/valid'
import { what } from './content/what'
import type { Lesson, Step } from './lesson'

/** Every lesson, in the order in which one builds on another. */
export const lessons: readonly Lesson[] = [
  what,
  line,
  plane,
  valid,
  stacking,
  directions,
  jacobians,
  families,
  inference,
]

/** A step with the lesson that it is of. */
export interface Place {
  readonly lesson: Lesson
  readonly step: Step
}

export const places: readonly Place[] = lessons.flatMap((lesson) => lesson.steps.map((step) => ({ lesson, step })))

/** What a step is known by among all of them. */
export const idOf = ({ lesson, step }: Place): string => `${lesson.id}/${step.id}`

export const placeOf = (id: string): Place | undefined => places.find((place) => idOf(place) === id)
