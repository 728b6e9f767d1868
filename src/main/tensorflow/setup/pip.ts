import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finished, Machine } from './machine'

/** The Python for which wheels are asked: whichever pip asks, as only C libraries are taken out of them. */
const PYTHON_VERSION = '3.12'
const OLDEST_PIP = 21

export interface Pip {
  /** An interpreter, for reading wheels. */
  readonly python: string
  readonly command: readonly string[]
}

/** A Python with pip: the one that was named, or the first of the usual. Throws a sentence with what to do. */
export async function findPip(machine: Machine, named: string | undefined): Promise<Pip> {
  const pythons = named === undefined ? ['python3', 'python', 'py'] : [named]
  let python: string | null = null
  for (const candidate of pythons) {
    const { code } = await machine.run(candidate, ['--version'])
    if (code !== 0) continue
    python ??= candidate
    const pip = await machine.run(candidate, ['-m', 'pip', '--version'])
    if (pip.code === 0) return usable({ python: candidate, command: [candidate, '-m', 'pip'] }, pip.out)
  }
  for (const candidate of named === undefined ? ['pip3', 'pip'] : []) {
    if (python === null) break
    const pip = await machine.run(candidate, ['--version'])
    if (pip.code === 0) return usable({ python, command: [candidate] }, pip.out)
  }
  const tried = pythons.map((name) => `"${name} -m pip"`).join(', ')
  throw new Error(
    `There is no pip: tried ${tried}. Install Python 3 with pip (Debian, Ubuntu: apt install python3-pip), or name a Python that has it with --python. TensorFlow itself need not be installed.`,
  )
}

function usable(pip: Pip, said: string): Pip {
  const version = /^pip (\d+)/.exec(said)?.[1]
  if (version === undefined || Number(version) >= OLDEST_PIP) return pip
  const command = pip.command.join(' ')
  throw new Error(
    `pip ${version} of "${command}" is too old, ${OLDEST_PIP} or newer is needed: "${command} install --upgrade pip".`,
  )
}

export interface Wheel {
  readonly path: string
  readonly bytes: number
}

/**
 * Fetches one wheel into a folder of its own, from the index that pip is configured for. A wheel that an interrupted
 * setup left there whole is taken as it is: pip compares its checksum.
 */
export async function downloadWheel(
  machine: Machine,
  pip: Pip,
  { requirement, platforms, folder }: { requirement: string; platforms: readonly string[]; folder: string },
): Promise<Wheel> {
  await mkdir(folder, { recursive: true })
  const [program, ...first] = pip.command
  const finished = await machine.run(
    program,
    [
      ...first,
      'download',
      '--no-deps',
      '--only-binary=:all:',
      '--disable-pip-version-check',
      // half a gigabyte and more that is needed once
      '--no-cache-dir',
      `--python-version=${PYTHON_VERSION}`,
      '--implementation=cp',
      ...platforms.map((platform) => `--platform=${platform}`),
      `--dest=${folder}`,
      requirement,
    ],
    { shown: true },
  )
  if (finished.code !== 0) throw new Error(whyNot(requirement, finished))
  const wheel = await newestWheel(folder)
  if (!wheel) throw new Error(`pip fetched no wheel of ${requirement} into ${folder}.`)
  return wheel
}

/** An older one may lie beside it that an interrupted setup left there. */
async function newestWheel(folder: string): Promise<Wheel | undefined> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.whl'))
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const { size, mtimeMs } = await stat(path)
      return { path, bytes: size, mtimeMs }
    }),
  )
  return found.sort((a, b) => b.mtimeMs - a.mtimeMs)[0]
}

const unreachable = /Retrying \(|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Max retries exceeded/
const missing = /No matching distribution|Could not find a version/

/** pip's failure in a sentence or two. Without its index it says that there is no such version: that comes last. */
function whyNot(requirement: string, { err, out }: Finished): string {
  const words = `${out}\n${err}`
  if (/No space left|Errno 28/.test(words)) return `The disk is full: pip could not write ${requirement}.`
  if (/DO NOT MATCH THE HASHES|hash mismatch/i.test(words))
    return `${requirement} arrived damaged: its checksum is not the index's. Run the setup again.`
  if (unreachable.test(words))
    return `pip cannot reach its index for ${requirement}. Check the network, the proxy (HTTPS_PROXY) and the index ("pip config list"), then run the setup again; what has arrived is kept.`
  if (missing.test(words))
    return `pip's index has no wheel of ${requirement} for this machine. Check which index pip uses ("pip config list").`
  const lines = words.split('\n').filter((line) => line.trim() !== '')
  return `pip could not fetch ${requirement}: ${lines.at(-1) ?? 'it gave no reason'}`
}
