import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { hasBinding } from '../locate'
import { readInstalled, tensorflowFolder, writeInstalled, type Installed } from '../record'
import { buildBinding, fetchBinding, findCompiler, headersOf, type Libraries } from './binding'
import { checkModule, type Verdict } from './check'
import { addCuda } from './cuda'
import { librariesIn } from './library'
import type { Machine } from './machine'
import { downloadWheel, findPip } from './pip'
import { planFor, type Plan } from './plan'
import { showBytes, type Steps } from './steps'
import { unpackWheel } from './wheel'

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
  if (before && hasBinding(before.module) && (!gpu || before.gpu || before.cuda.length > 0)) {
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

  const making = join(root, `making-${process.pid}`)
  await mkdir(making)
  const module = await steps.step('Fetching the Node binding', () => fetchBinding(machine, making))
  const taken = plan && pip ? await takeWheel(machine, pip, steps, { plan, root, module }) : null
  const libraries = named ?? taken!.libraries
  await steps.step(`Building the binding with ${compiler}`, () => buildBinding(machine, compiler, module, libraries))
  const verdict = await steps.step(
    'Checking every op against the reference',
    () => checkModule(machine, module),
    praise,
  )

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
}

/** libtensorflow, the headers and, for a GPU, NVIDIA's libraries, into the folder `deps` of the package. */
async function takeWheel(
  machine: Machine,
  pip: Awaited<ReturnType<typeof findPip>>,
  steps: Steps,
  { plan, root, module }: { plan: Plan; root: string; module: string },
): Promise<{ libraries: Libraries; cuda: string[] }> {
  const { requirement, platforms } = plan
  const wheels = join(root, 'wheels')
  const deps = join(module, 'deps')
  const wheel = await steps.step(
    `Fetching ${requirement} with ${pip.command.join(' ')}`,
    () => downloadWheel(machine, pip, { requirement, platforms, folder: join(wheels, requirement.split('==')[0]) }),
    ({ bytes }) => showBytes(bytes),
  )
  const names = await headersOf(module)
  const { files, requires } = await steps.step(
    'Unpacking libtensorflow',
    () =>
      unpackWheel(machine, pip, wheel, deps, {
        take: Object.fromEntries(plan.libraries.map((name) => [`tensorflow/${name}`, `lib/${name}`])),
        headers: { from: 'tensorflow/include/', to: 'include/', names },
      }),
    ({ bytes, files: { length } }) => `${showBytes(bytes)} in ${length} files`,
  )
  const missing = plan.libraries.find((name) => !files.includes(`lib/${name}`))
  if (missing !== undefined) throw new Error(`The wheel of ${requirement} holds no tensorflow/${missing}.`)
  await rm(wheel.path)
  const cuda = plan.cuda ? await addCuda(machine, pip, steps, { plan, requires, wheels, target: deps }) : []
  await rm(wheels, { recursive: true })
  const own = machine.platform === 'darwin' ? '@loader_path' : '$ORIGIN'
  const libraries = {
    files: plan.libraries.map((name) => join(deps, 'lib', name)),
    include: join(deps, 'include'),
    runPath: `${own}/../../deps/lib`,
  }
  return { libraries, cuda }
}

async function demandSpace(machine: Machine, root: string, needed: number): Promise<void> {
  const free = await machine.freeBytes(root)
  if (free >= needed) return
  throw new Error(
    `${root} has ${showBytes(free)} free, ${showBytes(needed)} are needed while TensorFlow is being set up. Make room, or name a folder on another disk in the variable DIFFEO_CACHE (the app looks for it there too).`,
  )
}

/** Folders of setups that were interrupted. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const owner = /^making-(\d+)$/.exec(name)?.[1]
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(root, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false // a number that came round again
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What earlier setups have made; a process that has loaded it keeps what it has. */
async function removeOthers(root: string, whole: string): Promise<void> {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const path = join(root, entry.name)
    if (entry.isDirectory() && path !== whole && !entry.name.startsWith('making-'))
      await rm(path, { recursive: true, force: true })
  }
}

const praise = ({ version, gpu, devices, kernels }: Verdict): string =>
  `TensorFlow ${version} on ${gpu ? devices.join(', ') || 'a GPU' : 'the CPU'}, ${kernels.length} kernels right`

const factsOf = ({ version, gpu, devices, kernels }: Verdict, { date }: SetupPlace) => ({
  version,
  gpu,
  devices: [...devices],
  kernels,
  checked: date(),
})

async function record(
  { cache }: SetupPlace,
  installed: Installed,
  { noGpu }: Verdict,
  wanted: boolean,
  steps: Steps,
): Promise<Installed> {
  await writeInstalled(cache, installed)
  if (wanted && !installed.gpu)
    steps.note(
      `TensorFlow works, but on the CPU: ${noGpu ?? 'it found no CUDA GPU'}. "nvidia-smi" says what the driver sees.`,
    )
  return installed
}
