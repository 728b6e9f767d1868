import type { BackendReport, EngineSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'
import { chooseBackend } from './backendChoice'
import type { BackendOffer, EngineHost } from './host'

/** What an engine computes with, at one setting. */
export interface Machine {
  readonly settings: EngineSettings
  /** Trains and draws. */
  readonly backend: Backend
  /**
   * Computes in float64, for what float32 is known to fail at: round trips, inverses of deep or steep flows, small
   * differences of log-densities. The same as `backend` where that is of float64, else chosen when it is first needed.
   */
  readonly exact: Backend
  readonly reports: readonly BackendReport[]
  dispose(): void
}

/** Throws `RpcFailure` when no backend works. */
export async function chooseMachine(
  { backends, trainOn }: Pick<EngineHost, 'backends' | 'trainOn'>,
  settings: EngineSettings,
): Promise<Machine> {
  const offers = trainOn === undefined ? backends : backends.filter(({ name }) => name === trainOn)
  const { backend, reports } = await chooseBackend(offers, settings)
  const exact = backend.precision === 'float64' ? backend : chosenLater(backends, { ...settings, precision: 'float64' })
  return {
    settings,
    backend,
    exact,
    reports,
    dispose() {
      backend.dispose()
      if (exact !== backend) exact.dispose()
    },
  }
}

/** The best backend of these settings, as one that is loaded with its first program. */
function chosenLater(offers: readonly BackendOffer[], settings: EngineSettings): Backend {
  let chosen: Promise<Backend> | null = null
  return {
    name: 'chosen later',
    precision: settings.precision,
    prepare: async (program) => {
      chosen ??= chooseBackend(offers, settings).then(({ backend }) => backend)
      return (await chosen).prepare(program)
    },
    dispose: () => void chosen?.then((backend) => { backend.dispose() }, () => undefined), // prettier-ignore
  }
}
