import { baseEntry, blockEntry } from '../catalogue/registry'
import { allNodes, placedInOrder, sourceOf, stackOf } from '../document/chain'
import { changeWords } from '../document/changeWords'
import { equal } from '../document/equal'
import { isActive } from '../document/expand'
import type { Outcome } from '../document/issue'
import type { BijectorNode, FlowDocument, GraphNode } from '../document/schema'
import { carryOver, type Learnt } from '../learn/training/carry'
import type { EditMark, TrainerState } from '../learn/training/state'
import type { Carried } from '../rpc/protocol'
import { openDocument, type Workshop } from './open'
import type { Result } from './results'
import { isPrepared, type Session } from './session'

/** What a document with edits can go on with. */
export interface Ancestor {
  readonly session: Session
  /** Of its trainer; null where there is none. */
  readonly state: TrainerState | null
  readonly idle: ReadonlyMap<string, Learnt>
}

/** A session that took over from the one before what it could. */
export interface Edited {
  readonly session: Session
  /** What became of the run; null where there was none to speak of. */
  readonly became: Omit<Carried, 'history'> | null
  /** Whether its curves are those of before. */
  readonly sameCurves: boolean
  readonly idle: ReadonlyMap<string, Learnt>
}

/**
 * Opens a document that is the one before with edits. Its run goes on: blocks keep what they have learnt as far as it fits.
 * With a `result` the document is found as it was left. Other data, or another seed, begin a run of their own.
 */
export async function openEdited(
  document: FlowDocument,
  workshop: Workshop,
  { session: before, state, idle }: Ancestor,
  result: Result | null,
): Promise<Outcome<Edited>> {
  const sameData = equal(before.document.data, document.data)
  const data = sameData && isPrepared(before.data) ? before.data : undefined
  if (result) {
    const session = await openDocument(document, workshop, { data, at: () => result.state })
    return withSession(session, { became: restored(result.state), sameCurves: false, idle: result.idle })
  }
  const otherwise = obstacle(before.document, document)
  if (!state || state.step === 0 || otherwise !== null) {
    const session = await openDocument(document, workshop, { data })
    const lost = state !== null && state.step > 0
    const text = otherwise === null ? null : `${otherwise} The run begins anew.`
    return withSession(session, { became: lost ? { kind: 'anew', text } : null, sameCurves: false, idle: new Map() })
  }

  const mark = { step: state.step, changes: changeWords(before.document, document) }
  const edit = {
    mark,
    isSame: sameKinds(before.document, document),
    sameLoss: equal(before.document.objective, document.objective),
    sameFlow: equal(computed(before.document), computed(document)),
    idle: new Set(placedInOrder(document).flatMap(({ block }) => (isActive(block) ? [] : [block.id]))),
  }
  let [anew, rest]: [readonly string[], ReadonlyMap<string, Learnt>] = [[], new Map()]
  const session = await openDocument(document, workshop, {
    data,
    at: (flow, rows) => {
      const carried = carryOver({ flow: before.flow, state, idle }, flow, edit, rows)
      ;[anew, rest] = [carried.anew, carried.idle]
      return carried.state
    },
  })
  const text = carriedWords(mark, document, anew, before.document)
  return withSession(session, { became: { kind: 'on', text }, sameCurves: edit.sameLoss, idle: rest })
}

/** Why nothing can be carried over, a sentence; null where it can. */
function obstacle(before: FlowDocument, after: FlowDocument): string | null {
  if (!equal(before.data, after.data)) return 'The data is another.'
  return before.training.seed === after.training.seed ? null : 'The seed is another.'
}

const withSession = (session: Outcome<Session>, rest: Omit<Edited, 'session'>): Outcome<Edited> =>
  session.ok ? { ok: true, value: { session: session.value, ...rest } } : session

const restored = ({ step }: TrainerState): Edited['became'] => ({
  kind: 'back',
  text: `Back at step ${step}, with the weights and the curve as they were.`,
})

/** Whether the node of an id is of the type that it was. */
function sameKinds(before: FlowDocument, after: FlowDocument): (id: string) => boolean {
  const [from, to] = [typesIn(before), typesIn(after)]
  return (id) => {
    const [was, is] = [from.get(sourceOf(before, id)), to.get(sourceOf(after, id))]
    return was !== undefined && was === is
  }
}

const typesIn = (document: FlowDocument): ReadonlyMap<string, string> =>
  new Map(allNodes(document).flatMap((node) => ('type' in node ? [[node.id, node.type] as const] : [])))

/** The blocks of a document as far as they say what is computed. */
function computed(document: FlowDocument) {
  const { base, bijectors } = stackOf(document)
  return { base, bijectors: bijectors.map(withoutState) }
}

const withoutState = ({ id, type, settings, inverted }: BijectorNode) => ({ id, type, settings, inverted })

/** What became of blocks by an edit: those that begin anew, and how; null where all went on as they were. */
function carriedWords(
  { step }: EditMark,
  document: FlowDocument,
  anew: readonly string[],
  before: FlowDocument,
): string | null {
  const nodes = new Map<string, GraphNode>(allNodes(document).map((node) => [node.id, node]))
  const fresh = [...new Set(anew.map((id) => sourceOf(document, id)))].flatMap((id) => nodes.get(id) ?? [])
  const kept = allNodes(before).filter((node) => {
    const after = nodes.get(node.id)
    return after && !fresh.includes(after) && 'settings' in node && 'settings' in after && !equal(node.settings, after.settings) // prettier-ignore
  })
  const said = [
    ...told(fresh.filter(startsAsIdentity), 'begins as the identity', 'begin as the identity'),
    ...told(
      fresh.filter((node) => !startsAsIdentity(node)),
      'begins anew and changes the density',
      'begin anew and change the density',
    ),
    ...told(kept, 'keeps its weights', 'keep their weights'),
  ]
  return said.length === 0 ? null : `Goes on from step ${step}. ${said.join(' ')}`
}

/** A sentence on these nodes, if there are any: by name while they are few. */
function told(nodes: readonly GraphNode[], ofOne: string, ofMany: string): readonly string[] {
  const names = [...new Set(nodes.map(labelOf))]
  if (nodes.length === 0) return []
  if (nodes.length === 1) return [`${names[0]} ${ofOne}.`]
  const byName = nodes.length <= 3 && names.length === nodes.length
  return [`${byName ? names.join(' and ') : `${nodes.length} blocks`} ${ofMany}.`]
}

const startsAsIdentity = (node: GraphNode): boolean =>
  node.kind === 'bijector' && blockEntry(node.type)?.startsAsIdentity === true

function labelOf(node: GraphNode): string {
  if (node.kind === 'bijector') return blockEntry(node.type)?.label ?? node.type
  return node.kind === 'base' ? (baseEntry(node.type)?.label ?? node.type) : node.kind
}
