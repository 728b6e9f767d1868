import type { Issue } from '@shared/document/issue'
import { t } from '../strings/t'
import type { Step } from './lesson'

/**
 * What is said of a lesson's document. Its stack teaches, so that advice on how to build a better one is left out, unless
 * the step is about that. While `asked`, the question is why the stack is refused: then no more than that it is.
 */
export function toldOf(issues: readonly Issue[], step: Step, asked: boolean): readonly Issue[] {
  const kept = issues.filter(({ severity }) => severity === 'error' || step.warned === true)
  return asked ? kept.slice(0, 1).map((issue) => ({ ...issue, message: t('lessons.refused') })) : kept
}
