import { compileFlow } from '../../flow/compile'
import type { Flow } from '../../flow/flow'
import type { Outcome } from '../../document/issue'
import type { FlowDocument } from '../../document/schema'
import type { Backend } from '../../tensor/runtime/backend'
import { prepareData, targetOf, type PreparedData } from '../data'
import { Inspector } from '../inspection/inspector'
import { Trainer } from '../training/trainer'

/** A document made ready, as the engine makes it ready. Whoever makes one disposes it. */
export interface Subject {
  readonly flow: Flow
  readonly trainer: Trainer
  readonly inspector: Inspector
  dispose(): Promise<void>
}

/** Loads what a benchmark's document trains on; it names no file. */
export async function rowsFor(document: FlowDocument): Promise<PreparedData> {
  const noFile = (path: string) => Promise.reject(new Error(`internal: a benchmark reads the file "${path}"`))
  return valueOf(await prepareData(document.data, { readFile: noFile, readResource: noFile }))
}

/** Compiles a document's flow and its training step for a backend. */
export async function makeReady(document: FlowDocument, data: PreparedData, backend: Backend): Promise<Subject> {
  const { units, context } = data.rowUnits
  const flow = valueOf(compileFlow(document, data.dims, context.dims, targetOf(document.data.source, units)?.trace))
  const inspector = new Inspector(flow, backend)
  const trainer = await Trainer.create({ flow, settings: document.training, data, units, backend, inspector })
  return {
    flow,
    trainer,
    inspector,
    dispose: async () => {
      trainer.dispose()
      await inspector.dispose()
    },
  }
}

/** A step; the run must go on after it. */
export async function step(trainer: Trainer): Promise<void> {
  const outcome = await trainer.takeSteps(1)
  if (outcome.kind !== 'stepped') throw new Error(`internal: a benchmark's training ended: ${outcome.kind}`)
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new Error(`internal: a benchmark's document is broken: ${outcome.issues[0]?.message}`)
}
