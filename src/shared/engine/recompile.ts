import type { TrainerState } from '../learn/training/state'
import type { Workshop } from './open'
import { compiledFor, inspectorsOf, type Session } from './session'

/** The same session on other machinery: document, data and weights, and the run at the step where `state` has it. */
export async function recompile(
  session: Session,
  { host, machine }: Workshop,
  state: TrainerState | null,
): Promise<Session> {
  const { flow, trainer: before, opened } = session
  const started = host.now()
  const inspectors = inspectorsOf(flow, machine, () => host.breathe(), session.target?.trace ?? null)
  const trainer = typeof before === 'string' ? before : await before.twin(machine.backend, inspectors.inspector)
  if (typeof trainer !== 'string' && state) trainer.restore(state)
  return {
    ...session,
    ...inspectors,
    trainer,
    opened: { ...opened, ...compiledFor(machine, trainer), compileMs: host.now() - started },
  }
}
