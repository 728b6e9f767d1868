import { parse } from 'vue/compiler-sfc'

/** Part of a source file of the screen, with the place where it begins. */
export type Piece =
  /** A program, or an expression of a template; `shown` where its value itself is read or heard, as inside `{{ }}`. */
  | { readonly kind: 'code'; readonly text: string; readonly start: number; readonly shown: boolean }
  /** Text of a template. */
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  /** An attribute of a template with its value. */
  | {
      readonly kind: 'attribute'
      readonly name: string
      readonly text: string
      readonly start: number
      readonly end: number
    }

/** Attributes and properties whose value is read or heard, be it one word in small letters. */
export const spoken =
  /^(title|alt|placeholder|label|description|text|help|note|hint|heading|caption|message|unit|does|aria-(label|description|valuetext|roledescription))$/i

/** Attributes whose value no person sees, whatever it looks like. */
export const technical =
  /^(class|style|id|key|keys|ref|is|role|type|d|viewBox|transform|points|for|name|data-.*|to|side|align|kind|as|autocomplete|inputmode)$/

/** The programs of a file, and of a component all that its template says. */
export function piecesOf(name: string, source: string): readonly Piece[] {
  if (!name.endsWith('.vue')) return [{ kind: 'code', text: source, start: 0, shown: false }]
  const { template, scriptSetup, script } = parse(source).descriptor
  const scripts = [scriptSetup, script].flatMap((block) =>
    block ? [{ kind: 'code', text: block.content, start: block.loc.start.offset, shown: false } as const] : [],
  )
  return [...scripts, ...(template?.ast ? piecesIn(template.ast as unknown as TemplateNode) : [])]
}

interface Place {
  readonly start: { readonly offset: number }
  readonly end: { readonly offset: number }
}
interface TemplateNode {
  readonly type: number
  readonly content?: unknown
  readonly children?: readonly TemplateNode[]
  readonly loc: Place
  readonly props?: readonly {
    readonly type: number
    readonly name: string
    readonly loc: Place
    readonly value?: { readonly content: string }
    readonly exp?: { readonly content: string; readonly loc: Place }
    readonly arg?: { readonly content: string }
  }[]
}
const [TEXT, INTERPOLATION, ATTRIBUTE] = [2, 5, 6]

function piecesIn(node: TemplateNode): readonly Piece[] {
  const found: Piece[] = []
  const { start, end } = node.loc
  if (node.type === TEXT)
    found.push({ kind: 'text', text: node.content as string, start: start.offset, end: end.offset })
  if (node.type === INTERPOLATION) {
    const { content, loc } = node.content as { readonly content: string; readonly loc: Place }
    found.push({ kind: 'code', text: content, start: loc.start.offset, shown: true })
  }
  for (const { type, name, value, loc, exp, arg } of node.props ?? []) {
    if (type === ATTRIBUTE && value)
      found.push({ kind: 'attribute', name, text: value.content, start: loc.start.offset, end: loc.end.offset })
    const bound = arg?.content ?? ''
    if (exp && name !== 'slot' && name !== 'for' && (bound === 'name' || !(name === 'bind' && technical.test(bound))))
      found.push({
        kind: 'code',
        text: exp.content,
        start: exp.loc.start.offset,
        shown: name === 'bind' && spoken.test(bound),
      })
  }
  return [...found, ...(node.children ?? []).flatMap(piecesIn)]
}
