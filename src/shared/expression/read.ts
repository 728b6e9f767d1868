import { parse } from './parse'
import { longestText, type Expression } from './syntax'
import { ExpressionError } from './tokens'
import { latent, type Variables } from './variables'

/** A text as an expression, or for the person who typed it what is wrong and at which character. */
export type Reading = { readonly ok: true; readonly f: Expression } | { readonly ok: false; readonly words: string }

export function readExpression(text: string, variables: Variables = latent): Reading {
  try {
    return { ok: true, f: parse(text.slice(0, longestText + 1), variables) }
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, words: error.message }
    throw error
  }
}

/** What is wrong with a text, or null when it is an expression. */
export function textFault(text: string, variables: Variables = latent): string | null {
  const read = readExpression(text, variables)
  return read.ok ? null : read.words
}
