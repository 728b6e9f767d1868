import { ref, shallowRef, type ShallowRef } from 'vue'
import {
  usualSettings,
  type Attached,
  type BackendReport,
  type EngineParams,
  type EngineSettings,
  type Opened,
} from '@shared/rpc/protocol'
import type { Calls } from './calls'

/** What the engine computes with. `opened` is compiled anew when that is exchanged. */
export function engineMachine(calls: Calls, opened: ShallowRef<Opened | null>) {
  const backends = shallowRef<readonly BackendReport[]>([])
  /** Whether backends are being timed. */
  const measuring = ref(false)
  const settings = shallowRef<EngineSettings>(usualSettings)
  /** Processors of the engine's machine. */
  const cores = ref(1)

  async function ask(asked: EngineParams['backends'] = {}): Promise<void> {
    backends.value = (await calls.order('backends', asked)) ?? backends.value
  }

  /** Times each backend, for which training waits. */
  async function measureBackends(): Promise<void> {
    measuring.value = true
    await ask({ tried: true, measured: true })
    measuring.value = false
  }

  /** Computes otherwise from now on, on the same weights. */
  async function configure(chosen: EngineSettings): Promise<void> {
    const answer = await calls.order('configure', chosen)
    if (answer === undefined) return
    settings.value = chosen
    opened.value = answer ?? opened.value
    void ask()
  }

  return {
    exposed: {
      backends,
      measuring,
      settings,
      cores,
      configure,
      /** Finds out which backends can be had. */
      surveyBackends: (): Promise<void> => ask({ tried: true }),
      measureBackends,
    },
    take(attached: Attached): void {
      settings.value = attached.settings
      cores.value = attached.cores
    },
    ask,
  }
}
