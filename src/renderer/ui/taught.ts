/** A piece of a taught paragraph. */
export interface Piece {
  readonly kind: 'words' | 'formula' | 'term'
  readonly text: string
}

/** A paragraph that is one formula, without its dollars; null of any other. */
export const ownFormula = (paragraph: string): string | null => /^\$\$(.+)\$\$$/s.exec(paragraph)?.[1] ?? null

/** The pieces of a line: formulas stand between dollars, terms that are explained where they stand between two stars. */
export const piecesOf = (paragraph: string): readonly Piece[] =>
  paragraph
    .split(/(\$[^$]+\$|\*\*[^*]+\*\*)/)
    .filter((text) => text !== '')
    .map((text) => {
      if (text.startsWith('$')) return { kind: 'formula', text: text.slice(1, -1) }
      return text.startsWith('**') ? { kind: 'term', text: text.slice(2, -2) } : { kind: 'words', text }
    })
