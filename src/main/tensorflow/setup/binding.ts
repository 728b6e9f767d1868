import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finished, Machine } from './machine'

/** The last version there is. */
export const BINDING = '4.22.0'
/** Declares Node-API for the compiler: nothing of a particular Node is needed, and the binding runs on all of them. */
const NODE_API_HEADERS = '1.9.0'
/** The newest that the package looks for; Node 20, 22, 24 and Electron have it. */
const NODE_API = 8

export const moduleIn = (folder: string): string => join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu')

/** Fetches the binding's sources and JavaScript into `folder`, without running what its package would do at install. */
export async function fetchBinding(machine: Machine, folder: string): Promise<string> {
  const dependencies = { '@tensorflow/tfjs-node-gpu': BINDING, 'node-api-headers': NODE_API_HEADERS }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const own = machine.environment['npm_execpath']
  const [program, ...first] = own?.endsWith('.js') ? [process.execPath, own] : ['npm']
  const finished = await machine.run(
    program,
    [
      ...first,
      'install',
      `--prefix=${folder}`,
      '--ignore-scripts',
      '--omit=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      // else it tries for minutes, package by package, before it says that there is no network
      '--prefer-offline',
      '--fetch-retries=1',
      '--fetch-retry-mintimeout=1000',
    ],
    { folder },
  )
  if (finished.code === null)
    throw new Error('npm could not be started: it is needed for the sources of the binding. Install it beside Node.')
  if (finished.code !== 0) throw new Error(npmFailure(finished))
  return moduleIn(folder)
}

function npmFailure({ err, out }: Finished): string {
  const words = `${out}\n${err}`
  const wanted = `@tensorflow/tfjs-node-gpu ${BINDING}`
  if (/ENOSPC/.test(words)) return `The disk is full: npm could not write ${wanted}.`
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network/.test(words))
    return `npm cannot reach its registry for ${wanted}. Check the network, the proxy and the registry ("npm config get registry"), then run the setup again.`
  if (/EINTEGRITY/.test(words))
    return `${wanted} arrived damaged: its checksum is not the registry's. Run the setup again.`
  return `npm could not fetch ${wanted}: ${lastLine(words)}`
}

/** Headers of TensorFlow that the binding's sources include. */
export async function headersOf(module: string): Promise<string[]> {
  const names = new Set<string>()
  for (const path of await sourcesOf(module)) {
    for (const [, name] of (await readFile(path, 'utf8')).matchAll(/^#include "(tensorflow\/[^"]+)"/gm)) names.add(name)
  }
  return [...names].sort()
}

async function sourcesOf(module: string): Promise<string[]> {
  const folder = join(module, 'binding')
  return (await readdir(folder)).filter((name) => /\.(cc|h)$/.test(name)).map((name) => join(folder, name))
}

/** A C++ compiler that starts. Throws a sentence with what to install. */
export async function findCompiler(machine: Machine): Promise<string> {
  const named = machine.environment['CXX']
  const candidates = named ? [named] : ['g++', 'c++', 'clang++']
  for (const candidate of candidates) if ((await machine.run(candidate, ['--version'])).code === 0) return candidate
  const remedy =
    machine.platform === 'darwin'
      ? 'Install it with "xcode-select --install".'
      : 'Install one (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++), or name it in the variable CXX.'
  throw new Error(`There is no C++ compiler: tried ${candidates.join(', ')}. ${remedy}`)
}

export interface Libraries {
  /** Whole paths of the shared libraries. */
  readonly files: readonly string[]
  /** The folder that holds `tensorflow/c`. */
  readonly include: string
  /** Where they are looked for at run time; relative to the binding as long as they move with it. */
  readonly runPath: string
}

/** Compiles the binding against libtensorflow, to where its package looks for it. */
export async function buildBinding(
  machine: Machine,
  compiler: string,
  module: string,
  { files, include, runPath }: Libraries,
): Promise<void> {
  const folder = join(module, 'lib', `napi-v${NODE_API}`)
  await mkdir(folder, { recursive: true })
  const sources = (await sourcesOf(module)).filter((path) => path.endsWith('.cc'))
  const kind =
    machine.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-Wl,--enable-new-dtags']
  const { code, err } = await machine.run(compiler, [
    '-std=c++17',
    '-O2',
    '-fPIC',
    ...kind,
    `-DNAPI_VERSION=${NODE_API}`,
    `-I${join(module, '..', '..', 'node-api-headers', 'include')}`,
    `-I${include}`,
    ...sources,
    ...files,
    `-Wl,-rpath,${runPath}`,
    '-o',
    join(folder, 'tfjs_binding.node'),
  ])
  if (code === 0) return
  const [reason] = err.split('\n').filter((line) => /error|undefined reference|cannot find/.test(line))
  throw new Error(`${compiler} could not build the binding: ${reason ?? lastLine(err)}`)
}

const lastLine = (words: string): string => words.trim().split('\n').at(-1) ?? ''
