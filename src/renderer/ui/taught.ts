/** A piece of a taught paragraph. */
export interface Piece {
  readonly kind: 'words' | 'formula' | 'term'
  readonly text: string
  /** Of a formula: the punctuation that follows it and stays on its line. */
  readonly after?: string
}

/** A paragraph that is one formula, without its dollars; null of any other. */
export const ownFormula = (paragraph: string): string | null => /^\$\$(.+)\$\$$/s.exec(paragraph)?.[1] ?? null

/** The pieces of a line: formulas stand between dollars, terms that are explained where they stand between two stars. */
export const piecesOf = (paragraph: string): readonly Piece[] =>
  paragraph
    .split(/(\$[^$]+\$[.,:;?)]*|\*\*[^*]+\*\*)/)
    .filter((text) => text !== '')
    .map((text) => {
      const [, tex, after] = /^\$(.+)\$(.*)$/.exec(text) ?? []
      if (tex !== undefined) return { kind: 'formula', text: tex, after }
      return text.startsWith('**') ? { kind: 'term', text: text.slice(2, -2) } : { kind: 'words', text }
    })
