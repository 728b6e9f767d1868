import { evaluate } from '@shared/expression/evaluate'
import { readExpression } from '@shared/expression/read'
import type { Variables } from '@shared/expression/variables'
import { workedOut } from '../ui/arithmetic'
import type { Lab } from './lab'
import type { Check } from './lesson'

/** What an answer came to. `unreadable` is no answer yet: what was typed is no number or formula, in words. */
export type Verdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong'; readonly hint: string }
  | { readonly kind: 'unreadable'; readonly words: string }

const right: Verdict = { kind: 'right' }
const wrong = (hint: string): Verdict => ({ kind: 'wrong', hint })
const after = (mistake: string | null): Verdict => (mistake === null ? right : wrong(mistake))

const variable = (name: 'z' | 'x'): Variables => ({ places: new Map([[name, 0]]), words: name, first: name })

/** Judges an answer as it was given: the chosen option, the text that was typed, or nothing where a deed was asked for. */
export async function judge(check: Check, answer: string, lab: Lab): Promise<Verdict> {
  switch (check.kind) {
    case 'choice':
      return answer === check.right(lab) ? right : wrong(answer)
    case 'number': {
      const typed = workedOut(answer)
      if (!typed.ok) return { kind: 'unreadable', words: typed.words }
      const value = await check.value(lab)
      if (near(typed.value, value, check.within)) return right
      const known = Object.entries(check.mistakes?.(value, lab) ?? {})
      return wrong(known.find(([, of]) => near(typed.value, of, check.within))?.[0] ?? 'other')
    }
    case 'formula': {
      const reading = readExpression(answer, variable(check.variable))
      if (!reading.ok) return { kind: 'unreadable', words: reading.words }
      return after(await check.judge((at) => evaluate(reading.f, at), lab))
    }
    case 'deed':
      return after(await check.judge(lab))
    default:
      return check satisfies never
  }
}

export const near = (a: number, b: number, within: number): boolean => Math.abs(a - b) <= within

/** Whether two functions agree at these places, to a thousandth of their size. */
export const agree = (f: (at: number) => number, g: (at: number) => number, places: readonly number[]): boolean =>
  places.every((at) => near(f(at), g(at), 1e-3 * (1 + Math.abs(g(at)))))
