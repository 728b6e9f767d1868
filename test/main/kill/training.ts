import type { ModelFile } from '@shared/document/model'
import type { FlowDocument } from '@shared/document/schema'
import type { Client } from '@shared/rpc/client'
import type { Attached } from '@shared/rpc/protocol'

/** A run as it is when nothing disturbs it. */
export interface Undisturbed {
  readonly losses: Float64Array
  readonly parameters: ModelFile['parameters']
}

/** How far a run was seen to have come, and when. */
export interface Seen {
  /** The step that was seen last, up to a time; before the first, that from which it began. */
  stepAt(time: number): number
  readonly newest: number
  begin(step: number): void
}

export function watchSteps(): Seen & { watch(client: Client): void } {
  let seen: { readonly time: number; readonly step: number }[] = []
  const note = (step: number) => void seen.push({ time: performance.now(), step })
  return {
    stepAt: (time) => seen.findLast((one) => one.time <= time)?.step ?? seen[0]?.step ?? 0,
    get newest() {
      return seen.at(-1)?.step ?? 0
    },
    begin(step) {
      seen = []
      note(step)
    },
    watch(client) {
      client.onEvent((event) => {
        if (event.event === 'status') note(event.status.step)
        if (event.event === 'metrics') note(event.metrics.steps.at(-1) ?? 0)
      })
    },
  }
}

export const stateOf = ({ status }: Attached): string => status.state.kind

/** Trains the document of the tab that is shown to its end, from where it is. */
export async function trainToEnd(client: Client): Promise<Undisturbed> {
  await client.call('engine', 'train', {}).catch(() => undefined) // it is over already
  let attached = await client.call('engine', 'attach', {})
  while (stateOf(attached) === 'training') {
    await new Promise((resolve) => setTimeout(resolve, 50))
    attached = await client.call('engine', 'attach', {})
  }
  const { parameters } = await client.call('engine', 'exportModel', {})
  return { losses: attached.history.trainLoss, parameters }
}

/** Opens the document in a tab of the engine, unless the tab has it already. */
export async function turnTo(client: Client, tab: string, document: FlowDocument): Promise<Attached> {
  const attached = await client.call('engine', 'turnTo', { tab })
  if (attached.document !== null) return attached
  await client.call('engine', 'open', { document })
  return client.call('engine', 'attach', {})
}
