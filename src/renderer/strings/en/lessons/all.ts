import type { LessonText } from '../../lessonText'
import { directions } from './directions'
import { families } from './families'
import { inference } from './inference'
import { jacobians } from './jacobians'
import { line } from './line'
import { plane } from './plane'
import { stacking } from './stacking'
import { valid } from './valid'
import { what } from './what'

/** What each lesson says, by its name. */
export const lessonTexts: Readonly<Record<string, LessonText>> = {
  what,
  line,
  plane,
  valid,
  stacking,
  directions,
  jacobians,
  families,
  inference,
}
