import ts from 'typescript'
import { piecesOf } from './pieces'

/** A sentence that a file says, with the names of the values that it gives. */
export interface Said {
  readonly key: string
  readonly given: readonly string[]
}

/** Literal keys that `t` and `counted` are called with; a call whose values are not written out is left to the types. */
export const saidIn = (name: string, source: string): readonly Said[] =>
  piecesOf(name, source).flatMap((piece) => (piece.kind === 'code' ? saidInCode(piece.text) : []))

function saidInCode(code: string): readonly Said[] {
  const found: Said[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(t|tell|counted)$/.test(node.expression.getText())) {
      const isCounted = node.expression.getText() === 'counted'
      const [key, ...others] = node.arguments as readonly (ts.Expression | undefined)[]
      const values = others.at(isCounted ? 1 : 0)
      const given = namesOf(values)
      if (given) for (const one of keysOf(key)) found.push({ key: one, given: isCounted ? [...given, 'count'] : given })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('piece.ts', code, ts.ScriptTarget.Latest, true))
  return found
}

/** Of a condition both. */
function keysOf(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return []
  if (ts.isStringLiteral(node)) return [node.text]
  return ts.isConditionalExpression(node) ? [...keysOf(node.whenTrue), ...keysOf(node.whenFalse)] : []
}

/** Null where they are not written out. */
function namesOf(values: ts.Node | undefined): readonly string[] | null {
  if (values === undefined) return []
  if (!ts.isObjectLiteralExpression(values)) return null
  const names = values.properties.map(({ name }) => name?.getText() ?? null)
  return names.every((name) => name !== null) ? names : null
}

/**
 * Patterns of all keys that a file can mean: any literal that looks like one, and of a template string what is written of
 * it, as in `views.sides.{side}`.
 */
export function keyPatterns(source: string): readonly RegExp[] {
  const literals = source.matchAll(/['"`]((?:[\w$]+|\$\{[^}]*\})(?:\.(?:[\w-]+|\$\{[^}]*\}))+)['"`]/g)
  return [...literals].map(
    ([, key]) => new RegExp(`^${key.replace(/\$\{[^}]*\}/g, '[\\w-]+').replaceAll('.', '\\.')}$`),
  )
}
