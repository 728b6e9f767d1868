import { baseEntry, blockEntry } from '../catalogue/registry'
import { allNodes, placedInOrder, sourceOf, stackOf } from '../document/chain'
import { changeWords } from '../document/changeWords'
import { equal } from '../document/equal'
import { isActive } from '../document/expand'
import type { Outcome } from '../document/issue'
import type { BijectorNode, FlowDocument, GraphNode } from '../document/schema'
import type { Flow } from '../flow/flow'
import { carryOver, marksAfter, type Learnt } from '../learn/training/carry'
import type { JoinMarks } from '../learn/training/joins'
import type { EditMark, TrainerState } from '../learn/training/state'
import type { Carried } from '../rpc/protocol'
import { begin, compileDocument, type Workshop } from './open'
import type { Result } from './results'
import { disposeSession, isPrepared, type Session } from './session'

/** A session that took over from the one before what it could. */
export interface Edited {
  readonly session: Session
  /** What became of the run; null where there was none to speak of. */
  readonly became: Omit<Carried, 'history'> | null
  /** Whether its curves are those of before. */
  readonly sameCurves: boolean
  readonly idle: ReadonlyMap<string, Learnt>
}

/** A document with edits, compiled while the one before it goes on. */
export interface Heir {
  /** Takes the run over where it stands. Where this throws, the heir is to be disposed. */
  takeOver(state: TrainerState | null): Promise<Edited>
  dispose(): Promise<void>
}

export interface HeirOptions {
  readonly workshop: Workshop
  /** Whose run is to be taken over. */
  readonly before: Session
  /** Whether that goes on meanwhile. */
  readonly training: boolean
  readonly idle: ReadonlyMap<string, Learnt>
  /** What training made of the document before, where it is to be found as it was left. */
  readonly result: Result | null
  /** Resolves after others had their turn. */
  readonly breathe: () => Promise<void>
}

/**
 * Compiles a document that is the one before with edits. Its run goes on: blocks keep what they have learnt as far as it fits.
 * With a `result` the document is found as it was left. Other data, or another seed, begin a run of their own.
 */
export async function compileHeir(
  document: FlowDocument,
  { workshop, before, training, idle, result, breathe }: HeirOptions,
): Promise<Outcome<Heir>> {
  const sameData = equal(before.document.data, document.data)
  const data = sameData && isPrepared(before.data) ? before.data : undefined
  const otherwise = obstacle(before.document, document)
  const { trainer } = before
  const begun = typeof trainer !== 'string' && (training || trainer.step > 0)
  const isSame = sameKinds(before.document, document)
  const marks = (flow: Flow): JoinMarks => {
    if (result) return result.state.joined ?? {}
    return begun && otherwise === null ? marksAfter({ flow: before.flow, idle }, trainer.joined, flow, isSame) : {}
  }
  const compiled = await compileDocument(document, workshop, { data, marks, breathe })
  if (!compiled.ok) return compiled
  const { value: unbegun } = compiled
  const takeOver = async (state: TrainerState | null): Promise<Edited> => {
    if (result) {
      const session = await begin(unbegun, result.state)
      const untrained = result.state.step === 0 && (state?.step ?? 0) === 0
      return { session, became: untrained ? null : restored(result.state), sameCurves: false, idle: result.idle }
    }
    if (!state || state.step === 0 || otherwise !== null) {
      const lost = state !== null && state.step > 0
      const text = otherwise === null ? null : `${otherwise} The run begins anew.`
      const became = lost ? ({ kind: 'anew', text } as const) : null
      return { session: await begin(unbegun), became, sameCurves: false, idle: new Map() }
    }
    const edit = {
      mark: { step: state.step, changes: changeWords(before.document, document) },
      isSame,
      sameLoss: equal(before.document.objective, document.objective),
      sameFlow: equal(computed(before.document), computed(document)),
      idle: new Set(placedInOrder(document).flatMap(({ block }) => (isActive(block) ? [] : [block.id]))),
    }
    const carried = carryOver({ flow: before.flow, state, idle }, unbegun.session.flow, edit, () => unbegun.rows())
    const text = carriedWords(edit.mark, document, carried.anew, before.document)
    return {
      session: await begin(unbegun, carried.state),
      became: { kind: 'on', text },
      sameCurves: edit.sameLoss,
      idle: carried.idle,
    }
  }
  return { ok: true, value: { takeOver, dispose: () => disposeSession(unbegun.session) } }
}

/** Why nothing can be carried over, a sentence; null where it can. */
function obstacle(before: FlowDocument, after: FlowDocument): string | null {
  if (!equal(before.data, after.data)) return 'The data is another.'
  return before.training.seed === after.training.seed ? null : 'The seed is another.'
}

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

/** What became of blocks by an edit: those that begin anew, and how; null where all goes on as it was. */
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
  if (step >= document.training.steps)
    return [`The run is over at step ${step}.`, ...said, 'Raise its number of steps to train on.'].join(' ')
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
