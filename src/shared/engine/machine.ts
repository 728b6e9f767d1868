import { RpcFailure } from '../rpc/failure'
import type { BackendReport, ComputeSettings, EngineSettings } from '../rpc/protocol'
import type { Backend } from '../tensor/runtime/backend'
import { chooseBackend, offerNamed, type BackendChoice } from './backendChoice'
import type { BackendOffer, EngineHost } from './host'

/** What an engine computes with, at one setting. */
export interface Machine {
  readonly settings: EngineSettings
  /** Trains; a run may have been moved from it to an accelerator. */
  readonly backend: Backend
  /** Draws and answers at the precision of training: the same as `backend` but where that is an accelerator. */
  readonly viewer: Backend
  /**
   * Computes in float64, for what float32 is known to fail at: round trips, inverses of deep or steep flows, small
   * differences of log-densities. The same as `viewer` where that is of float64, else chosen when it is first needed.
   */
  readonly exact: Backend
  /** Of the offers that were looked at. */
  readonly reports: readonly BackendReport[]
  dispose(): void
}

/** The accelerator that settings ask for by name; null where they ask for none. Throws `RpcFailure` at an unknown name. */
export function acceleratorAsked(offers: readonly BackendOffer[], settings: EngineSettings): BackendOffer | null {
  const asked = offerAsked(offers, settings)
  return asked?.accelerator === true ? asked : null
}

/**
 * Throws `RpcFailure` when no backend works. Offers in `ruledOut` are not taken. Where a run begins elsewhere than on the
 * accelerator that is asked for, what it begins on is chosen.
 */
export async function chooseMachine(
  { backends, beginsElsewhere }: Pick<EngineHost, 'backends' | 'beginsElsewhere'>,
  settings: EngineSettings,
  ruledOut: ReadonlySet<string> = new Set(),
): Promise<Machine> {
  const asked = offerAsked(backends, settings)
  const able = backends.filter(({ name }) => !ruledOut.has(name))
  const quick = able.filter(({ accelerator }) => accelerator !== true)
  const isAble = asked !== null && able.includes(asked)
  const viewer = await chooseBackend(isAble && quick.includes(asked) ? [asked] : quick, settings)
  const accelerator = isAble && asked.accelerator === true && !beginsElsewhere ? asked : null
  const trainer = accelerator ? await chosenBeside(viewer, accelerator, settings) : viewer
  const exact =
    viewer.backend.precision === 'float64'
      ? viewer.backend
      : chosenLater(
          backends.filter((offer) => offer.accelerator !== true),
          { ...settings, precision: 'float64' },
        )
  const all = new Set([trainer.backend, viewer.backend, exact])
  return {
    settings,
    backend: trainer.backend,
    viewer: viewer.backend,
    exact,
    reports: accelerator ? [...notTraining(viewer.reports), ...trainer.reports] : viewer.reports,
    dispose() {
      for (const backend of all) backend.dispose()
    },
  }
}

function offerAsked(offers: readonly BackendOffer[], { backend }: EngineSettings): BackendOffer | null {
  if (backend === 'auto') return null
  const offer = offerNamed(offers, backend)
  if (offer) return offer
  const names = ['auto', ...offers.map(({ name }) => name)].join(', ')
  throw new RpcFailure(`There is no backend "${backend}". Choose one of ${names}.`)
}

async function chosenBeside(
  { backend }: BackendChoice,
  accelerator: BackendOffer,
  settings: ComputeSettings,
): Promise<BackendChoice> {
  try {
    return await chooseBackend([accelerator], settings)
  } catch (error) {
    backend.dispose()
    throw error
  }
}

const notTraining = (reports: readonly BackendReport[]): readonly BackendReport[] =>
  reports.map((report) => ({ ...report, chosen: false }))

/** The best backend of these settings, as one that is loaded with its first program. */
function chosenLater(offers: readonly BackendOffer[], settings: ComputeSettings): Backend {
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
