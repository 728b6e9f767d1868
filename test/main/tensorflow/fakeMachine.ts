import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Finished, Machine } from '../../../src/main/tensorflow/setup/machine'
import type { Checked } from '../../../src/main/tensorflow/setup/check'

const fine: Finished = { code: 0, out: '', err: '' }
const absent: Finished = { code: null, out: '', err: 'ENOENT' }

/** What a program of the fake machine answers instead of doing its work. */
export type Answers = Partial<Record<'python' | 'pip' | 'download' | 'unpack' | 'npm' | 'compiler' | 'check', Finished>>

export interface FakeOptions extends Partial<Pick<Machine, 'platform' | 'arch' | 'glibc'>> {
  readonly answers?: Answers
  readonly free?: number
  readonly checked?: Partial<Checked>
  /** What TensorFlow prints while it is checked. */
  readonly log?: string
}

export interface FakeMachine extends Machine {
  /** Every command line that was run. */
  readonly commands: readonly string[]
}

const wheelNames: Readonly<Record<string, string>> = {
  'tensorflow-cpu': 'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
  tensorflow: 'tensorflow-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
  'nvidia-nccl-cu12': 'nvidia_nccl_cu12-2.27.7-py3-none-manylinux_2_27_x86_64.whl',
  'nvidia-cuda-nvcc-cu12': 'nvidia_cuda_nvcc_cu12-12.9.86-py3-none-manylinux2010_x86_64.whl',
}

/** As the real ones have them. */
const contentsOf = (wheel: string): readonly string[] =>
  wheel.startsWith('tensorflow')
    ? ['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/python/other.so']
    : [wheel.includes('nvcc') ? 'nvidia/cuda_nvcc/bin/ptxas' : 'nvidia/nccl/lib/libnccl.so.2']

const requires = [
  'numpy>=1.26.0',
  'nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"',
  'nvidia-cuda-nvcc-cu12<13.0,>=12.5.82; extra == "and-cuda"',
]

/** A machine with Python, pip, npm and g++ whose programs write small files where the real ones write large ones. */
export function fakeMachine(options: FakeOptions = {}): FakeMachine {
  const {
    platform = 'linux',
    arch = 'x64',
    glibc = '2.36',
    answers = {},
    free = 1e11,
    checked = {},
    log = '',
  } = options
  const commands: string[] = []

  const programs: readonly (readonly [RegExp, keyof Answers, (args: readonly string[]) => Promise<Finished>])[] = [
    [/ -m pip --version$|^pip3? --version$/, 'pip', async () => ({ ...fine, out: 'pip 24.0 from /usr/lib' })],
    [/ --version$/, 'python', async () => fine],
    [/ download /, 'download', download],
    [/unpack_wheel\.py/, 'unpack', unpack],
    [/^npm install|npm.*\.js install/, 'npm', npm],
    [/ -std=c\+\+17 /, 'compiler', compile],
    [/checkTensorflow\.js/, 'check', check],
  ]

  async function download(args: readonly string[]): Promise<Finished> {
    const folder = args.find((arg) => arg.startsWith('--dest='))!.slice('--dest='.length)
    await writeFile(join(folder, wheelNames[args.at(-1)!.split(/[<>=]/)[0]]), 'wheel')
    return fine
  }

  async function unpack(args: readonly string[]): Promise<Finished> {
    const [, wheel, target] = args
    const end = args.indexOf('--headers')
    const pairs = args.slice(args.indexOf('--take') + 1, end < 0 ? undefined : end).map((pair) => pair.split('='))
    const files = contentsOf(basename(wheel)).flatMap((name) =>
      pairs.filter(([from]) => name.startsWith(from)).map(([from, to]) => to + name.slice(from.length)),
    )
    for (const file of files) await put(join(target, file))
    return { ...fine, out: JSON.stringify({ files, bytes: files.length, requires }) }
  }

  async function npm(args: readonly string[]): Promise<Finished> {
    const folder = args.find((arg) => arg.startsWith('--prefix='))!.slice('--prefix='.length)
    const module = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
    await put(join(module, 'binding', 'tfjs_backend.cc'), '#include "tensorflow/c/c_api.h"\n#include <memory>\n')
    return fine
  }

  async function compile(args: readonly string[]): Promise<Finished> {
    for (const file of args.filter((arg) => arg.includes('libtensorflow')))
      if (!existsSync(file)) return { code: 1, out: '', err: `cannot find ${file}` }
    await put(args.at(-1)!)
    return fine
  }

  async function check(): Promise<Finished> {
    const answer: Checked = {
      version: '2.21.0',
      gpu: false,
      kernels: ['Add'],
      faults: [],
      graph: [],
      xla: [],
      ...checked,
    }
    return { code: 0, out: JSON.stringify(answer), err: log }
  }

  return {
    platform,
    arch,
    glibc,
    environment: {},
    commands,
    freeBytes: async () => free,
    async run(program, args) {
      const line = [program, ...args].join(' ')
      commands.push(line)
      const compiler = /^(g\+\+|c\+\+|clang\+\+)/.test(line)
      if (line.endsWith(' --version') && compiler) return answers.compiler ?? fine
      const found = programs.find(([pattern]) => pattern.test(line))
      if (!found) return absent
      const [, name, work] = found
      return answers[name] ?? work(args)
    },
  }
}

async function put(path: string, content = ''): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** Names of what lies in a folder; none where there is no such folder. */
export const namesIn = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? (await readdir(folder)).sort() : []
