import ts from 'typescript'
import { piecesOf, spoken, technical, type Piece } from './pieces'

/** Something that a person would read or hear: where it is in its file, and what it says. */
export interface Words {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly kind: 'text' | 'attribute' | 'literal'
}

/** Everything in a file of the screen that a person would read or hear and that is written there. */
export const wordsIn = (name: string, source: string): readonly Words[] => piecesOf(name, source).flatMap(wordsOf)

function wordsOf(piece: Piece): readonly Words[] {
  if (piece.kind === 'code') return wordsOfCode(piece.text, piece.start, piece.shown)
  const { text, start, end } = piece
  if (!letter.test(text)) return []
  if (piece.kind === 'text') return [{ text: text.trim().replace(/\s+/g, ' '), start, end, kind: 'text' }]
  const { name } = piece
  // a `name` in small letters is what tests find a field by
  const isSaid =
    spoken.test(name) || (name === 'name' ? /^\p{Lu}/u.test(text) : !technical.test(name) && isSentence(text))
  return isSaid ? [{ text, start, end, kind: 'attribute' }] : []
}

const letter = /\p{L}/u
/** Several words, or one with a capital letter. */
const isSentence = (text: string): boolean =>
  /\p{L}{2,}/u.test(text) && (/\s\p{L}|\p{L}[.,:;]?\s/u.test(text) || /^\p{Lu}\p{Ll}/u.test(text))

function wordsOfCode(code: string, offset: number, all: boolean): readonly Words[] {
  const found: Words[] = []
  const visit = (node: ts.Node, shown: boolean): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
      const text = textOf(node)
      const isSaid = shown || isSentence(text.replaceAll('{}', '0')) || isNamedSpoken(node) || isBesideWords(node)
      if (letter.test(text) && isSaid && !isForProgram(node))
        found.push({ text, start: offset + node.getStart(), end: offset + node.getEnd(), kind: 'literal' })
    }
    ts.forEachChild(node, (child) => {
      visit(child, shown && isResult(node, child))
    })
  }
  visit(ts.createSourceFile('piece.ts', code, ts.ScriptTarget.Latest, true), all)
  return found
}

type Literal = ts.StringLiteralLike | ts.TemplateExpression

/** A template string has `{}` for its values. */
const textOf = (node: Literal): string =>
  ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('')
    : node.text

const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InKeyword,
])
/** Functions whose texts only a program reads. */
const programs =
  /^(t|tell|counted|querySelector(All)?|closest|matches|getContext|has|includes|startsWith|endsWith|defineStore|emit|split|getAttribute|setAttribute|getUniformLocation|getAttribLocation|replace|Symbol)$/

/** Whether a literal stands where only a program reads it. */
function isForProgram(node: Literal): boolean {
  const { parent } = node
  if (ts.isTypeNode(parent) || ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return true
  if (ts.isCaseClause(parent) || ts.isElementAccessExpression(parent)) return true
  if (ts.isBinaryExpression(parent)) return comparisons.has(parent.operatorToken.kind)
  if ('name' in parent && parent.name === node) return true
  // a command's category is said by its key
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'category') return true
  if (ts.isNewExpression(parent)) return textOf(node).startsWith('internal:')
  if (!ts.isCallExpression(parent)) return false
  const { expression } = parent
  const called = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText()
  return programs.test(called) || (called === 'join' && !letter.test(textOf(node)))
}

/** What values for people are called on their way there. */
const spokenEnd =
  /(Words|Text|Label|Title|Caption|Note|Hint|Message|Sentence|Help)s?$|^(words|text|label|title|caption|note|hint|message|sentence|help)s?$/

/** Whether what encloses a literal says that it is for people: `label: 'x'`, `const stateWords = …`. */
function isNamedSpoken(node: ts.Node): boolean {
  for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at
    if (ts.isCallExpression(parent) && parent.expression !== at) return false
    if (ts.isConditionalExpression(parent) && parent.condition === at) return false
    const named =
      ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(parent)
    if (named && parent.name && (ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name)))
      return spoken.test(parent.name.text) || spokenEnd.test(parent.name.text)
  }
  return false
}

/** `done ? 'done' : t('…')`: the other branch is for people. */
function isBesideWords(node: ts.Node): boolean {
  const { parent } = node
  if (!ts.isConditionalExpression(parent) || parent.condition === node) return false
  const other = parent.whenTrue === node ? parent.whenFalse : parent.whenTrue
  return ts.isCallExpression(other) && /^(t|tell|counted)$/.test(other.expression.getText())
}

/** Whether a part of an expression becomes its value, or part of it. */
function isResult(node: ts.Node, child: ts.Node): boolean {
  if (ts.isConditionalExpression(node)) return child !== node.condition
  if (ts.isBinaryExpression(node)) return !comparisons.has(node.operatorToken.kind)
  return (
    ts.isSourceFile(node) ||
    ts.isExpressionStatement(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isTemplateSpan(node)
  )
}
