import type { FlowDocument } from '@shared/document/schema'
import type { Lab } from './lab'

/** A function of one number, as a learner has typed it. */
export type Typed = (at: number) => number

/** What was learnt of an answer: null where it is right, else which hint fits the mistake. */
export type Mistake = string | null

/**
 * A question and how an answer is judged. Right answers are asked of the engine or worked out from the document, so that
 * they hold for what the learner has made of it.
 */
export type Check =
  /** One of several; which is right may hang on the document. */
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly right: (lab: Lab) => string }
  /** A number, right within `within`; `mistakes` are those of common errors, by the hint that meets them. */
  | {
      readonly kind: 'number'
      readonly value: (lab: Lab) => number | Promise<number>
      readonly within: number
      readonly mistakes?: (right: number, lab: Lab) => Readonly<Record<string, number>>
    }
  /** A formula in one variable, judged by its values. */
  | {
      readonly kind: 'formula'
      readonly variable: 'z' | 'x'
      readonly judge: (typed: Typed, lab: Lab) => Mistake | Promise<Mistake>
    }
  /** Something to be done to the document, judged by what it is then or by what the engine says of it. */
  | { readonly kind: 'deed'; readonly judge: (lab: Lab) => Mistake | Promise<Mistake> }

/** A picture of the step's own, beside those that the stage has. */
export type Figure =
  /** A map of one coordinate with its slope's sign, and what two z share if any do; of the document's block where no `f`. */
  | { readonly kind: 'map'; readonly f?: string; readonly from: number; readonly to: number }
  /** The unit square and what the document's matrices make of it. */
  | { readonly kind: 'area' }
  /** det J against D, as a product and as a sum of logarithms. */
  | { readonly kind: 'depth' }
  /** Operations against D, of each kind of Jacobian. */
  | { readonly kind: 'cost' }
  /** Two densities and where each KL divergence weighs their difference. */
  | { readonly kind: 'divergence' }

export interface Step {
  readonly id: string
  /** The document that it is about. One of the same name as the step before goes on with it as it is. */
  readonly document: LiveDocument
  /** The view of the stage to begin with, by its key. */
  readonly view?: string
  /** The node to select, whose settings the task is about. */
  readonly select?: string
  readonly figure?: Figure
  /** Set where the step is about what the app advises: it is said then. */
  readonly warned?: true
  readonly check: Check
}

export interface LiveDocument {
  readonly name: string
  readonly make: () => FlowDocument
}

export interface Lesson {
  readonly id: string
  readonly steps: readonly Step[]
}
