import { mkdir, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { hasBinding } from '../locate'
import { readInstalled, tensorflowFolder, writeInstalled, type Installed } from '../record'
import { buildBinding, fetchBinding, findCompiler } from './binding'
import { checkModule, type Verdict } from './check'
import { demandSpace, makingFolder, removeAbandoned, removeOthers } from './folders'
import { librariesIn } from './library'
import type { Machine } from './machine'
import { findPip } from './pip'
import { planFor, TENSORFLOW } from './plan'
import type { Steps } from './steps'
import { takeWheel } from './takeWheel'

export interface SetupOptions {
  /** With NVIDIA's libraries. */
  readonly gpu?: boolean
  /** A libtensorflow of the user's own: a folder with `lib` and `include`. */
  readonly library?: string
  /** The Python whose pip is asked. */
  readonly python?: string
  /** Builds anew what is there. */
  readonly force?: boolean
}

export interface SetupPlace {
  readonly cache: string
  /** The folder of the optional dependency `@tensorflow/tfjs-node-gpu`; null when it is not installed. */
  readonly package: string | null
  readonly date: () => string
}

/**
 * Makes a libtensorflow with its Node binding in the cache and records it. What is not recorded is not there: an
 * interrupted setup leaves wheels for the next one, and a folder that the next one removes.
 */
export async function setUpTensorflow(
  options: SetupOptions,
  machine: Machine,
  place: SetupPlace,
  steps: Steps,
): Promise<Installed> {
  return (await present(options, machine, place, steps)) ?? (await make(options, machine, place, steps))
}

/** What is there already and does what is asked: of an earlier setup, or as the package's own install made it. */
async function present(
  { gpu = false, library, force = false }: SetupOptions,
  machine: Machine,
  place: SetupPlace,
  steps: Steps,
): Promise<Installed | null> {
  if (force || library !== undefined) return null
  const before = readInstalled(place.cache)
  const current = before?.source !== 'wheel' || before.version === TENSORFLOW
  if (before && current && hasBinding(before.module) && (!gpu || before.gpu || before.cuda.length > 0)) {
    const verdict = await tryModule(machine, before.module, steps)
    if (verdict) return record(place, { ...before, ...factsOf(verdict, place) }, verdict, gpu, steps)
  }
  const own = place.package
  if (own !== null && hasBinding(own)) {
    const verdict = await tryModule(machine, own, steps)
    if (verdict && (!gpu || verdict.gpu))
      return record(
        place,
        { module: own, source: 'package', cuda: [], ...factsOf(verdict, place) },
        verdict,
        gpu,
        steps,
      )
  }
  return null
}

async function tryModule(machine: Machine, module: string, steps: Steps): Promise<Verdict | null> {
  try {
    return await steps.step(`Checking ${module}`, () => checkModule(machine, module), praise)
  } catch (error) {
    steps.note(`  ${error instanceof Error ? error.message : String(error)} It is built anew.`)
    return null
  }
}

async function make(
  { gpu = false, library, python }: SetupOptions,
  machine: Machine,
  place: SetupPlace,
  steps: Steps,
): Promise<Installed> {
  // all that can be wrong without a download is found before one
  const named = library === undefined ? null : librariesIn(library, machine.platform)
  const plan = named ? null : planFor(machine, gpu)
  const pip = plan ? await findPip(machine, python) : null
  const compiler = await findCompiler(machine)
  const root = tensorflowFolder(place.cache)
  await mkdir(root, { recursive: true })
  await demandSpace(machine, root, plan?.space ?? 0.4e9)
  await removeAbandoned(root)

  const making = makingFolder(root)
  await mkdir(making)
  try {
    const module = await steps.step('Fetching the Node binding', () => fetchBinding(machine, making))
    const taken = plan && pip ? await takeWheel(machine, pip, steps, { plan, root, module }) : null
    const libraries = named ?? taken!.libraries
    await steps.step(`Building the binding with ${compiler}`, () => buildBinding(machine, compiler, module, libraries))
    const title = 'Checking every op and graphs against the reference'
    const verdict = await steps.step(title, () => checkModule(machine, module), praise)

    const whole = join(root, `${verdict.version}-${Date.now().toString(36)}`)
    await rename(making, whole)
    const installed: Installed = {
      module: join(whole, relative(making, module)),
      source: named ? 'library' : 'wheel',
      cuda: taken?.cuda ?? [],
      ...factsOf(verdict, place),
    }
    await record(place, installed, verdict, gpu, steps)
    await removeOthers(root, whole)
    return installed
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    throw error
  }
}

function praise({ version, gpu, devices, kernels, graph, xla }: Verdict): string {
  const place = `TensorFlow ${version} on ${gpu ? devices.join(', ') || 'a GPU' : 'the CPU'}`
  const graphs = !graph ? 'graphs do not run' : xla ? 'graphs run, XLA compiles them' : 'graphs run, without XLA'
  return `${place}, ${kernels.length} kernels right, ${graphs}`
}

const factsOf = ({ version, gpu, devices, kernels, graph, xla }: Verdict, { date }: SetupPlace) => ({
  version,
  gpu,
  devices: [...devices],
  kernels,
  graph,
  xla,
  checked: date(),
})

async function record(
  { cache }: SetupPlace,
  installed: Installed,
  { noGpu, noGraph }: Verdict,
  wanted: boolean,
  steps: Steps,
): Promise<Installed> {
  await writeInstalled(cache, installed)
  if (wanted && !installed.gpu)
    steps.note(
      `TensorFlow works, but on the CPU: ${noGpu ?? 'it found no CUDA GPU'}. "nvidia-smi" says what the driver sees.`,
    )
  if (!installed.graph) steps.note(`The backend "tensorflow" cannot be used, since graphs do not run: ${noGraph}.`)
  else if (!installed.xla) steps.note(`Programs run as plain graphs, since XLA does not compile them: ${noGraph}.`)
  return installed
}
