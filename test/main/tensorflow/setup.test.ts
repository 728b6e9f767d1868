import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { locateTensorflow } from '../../../src/main/tensorflow/locate'
import { readInstalled } from '../../../src/main/tensorflow/record'
import { setUpTensorflow, type SetupOptions } from '../../../src/main/tensorflow/setup/setUp'
import { createSteps } from '../../../src/main/tensorflow/setup/steps'
import { fakeMachine, namesIn, type FakeOptions } from './fakeMachine'

let cache: string
let said: string[]
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'diffeo-tensorflow-'))
  said = []
})
afterEach(() => rm(cache, { recursive: true }))

const folder = () => join(cache, 'tensorflow')

async function setUp(options: SetupOptions = {}, machine = fakeMachine(), own: string | null = null) {
  const place = { cache, package: own, date: () => '2026-01-01T00:00:00.000Z' }
  const steps = createSteps(
    (line) => said.push(line),
    () => 0,
  )
  return setUpTensorflow(options, machine, place, steps)
}

/** A package that looks as if it had been installed: only its native part is looked for. */
async function installPackage(): Promise<string> {
  const own = join(cache, 'package')
  await mkdir(join(own, 'lib', 'napi-v8'), { recursive: true })
  await writeFile(join(own, 'lib', 'napi-v8', 'tfjs_binding.node'), '')
  return own
}

describe('setting up TensorFlow', () => {
  it('makes the package whole, records it, and leaves nothing else behind', async () => {
    const installed = await setUp()
    expect(installed).toMatchObject({ version: '2.21.0', source: 'wheel', gpu: false, cuda: [], kernels: ['Add'] })
    expect(readInstalled(cache)).toEqual(installed)
    expect(await namesIn(join(installed.module, 'deps', 'lib'))).toEqual([
      'libtensorflow_cc.so.2',
      'libtensorflow_framework.so.2',
    ])
    expect(locateTensorflow({ cache, package: null })).toEqual({ kind: 'found', module: installed.module, installed })
    expect(await namesIn(folder())).toEqual([expect.stringMatching(/^2\.21\.0-/), 'installed.json'])
  })

  it('asks pip for the wheel of the machine, and unpacks only what the binding includes', async () => {
    const machine = fakeMachine()
    await setUp({}, machine)
    const line = machine.commands.find((command) => command.includes(' download '))!
    expect(line).toContain('python3 -m pip download --no-deps --only-binary=:all:')
    expect(line).toContain('--platform=manylinux_2_27_x86_64')
    expect(line).not.toContain('manylinux_2_37')
    expect(line).toMatch(/tensorflow-cpu==2\.21\.0$/)
    const unpack = machine.commands.find((command) => command.includes('unpack_wheel'))!
    expect(unpack).toContain('tensorflow/libtensorflow_cc.so.2=lib/libtensorflow_cc.so.2')
    expect(unpack).toMatch(/--headers tensorflow\/include\/=include\/ tensorflow\/c\/c_api\.h$/)
  })

  it('builds by Node-API alone, with a run path that moves with the package', async () => {
    const machine = fakeMachine()
    await setUp({}, machine)
    const line = machine.commands.find((command) => command.startsWith('g++ -std'))!
    expect(line).toContain('-DNAPI_VERSION=8')
    expect(line).toContain('-Wl,-rpath,$ORIGIN/../../deps/lib')
    expect(line).toMatch(/tfjs-node-gpu\/lib\/napi-v8\/tfjs_binding\.node$/)
  })

  it("puts NVIDIA's libraries where the run path of TensorFlow leads", async () => {
    const log =
      'Created device /job:a/device:GPU:0 with 9635 MB memory:  -> device: 0, name: NVIDIA H200, pci bus id: 0'
    const installed = await setUp({ gpu: true }, fakeMachine({ checked: { gpu: true }, log }))
    expect(installed).toMatchObject({ gpu: true, devices: ['NVIDIA H200'] })
    expect(installed.cuda).toEqual(['nvidia-nccl-cu12 2.27.7', 'nvidia-cuda-nvcc-cu12 12.9.86'])
    // $ORIGIN is deps/lib
    expect(existsSync(join(installed.module, 'deps', 'lib', '..', 'nvidia', 'nccl', 'lib', 'libnccl.so.2'))).toBe(true)
    expect(existsSync(join(installed.module, 'deps', 'nvidia', 'cuda_nvcc', 'bin', 'ptxas'))).toBe(true)
  })

  it('says why it computes on the CPU although CUDA was asked for', async () => {
    const log = 'E0000 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: UNKNOWN ERROR (303)\n'
    expect(await setUp({ gpu: true }, fakeMachine({ log }))).toMatchObject({ gpu: false, devices: [] })
    expect(said.at(-1)).toMatch(/on the CPU: it found no NVIDIA driver/)
  })

  it('records that graphs run and XLA compiles them', async () => {
    expect(await setUp()).toMatchObject({ graph: true, xla: true })
    expect(readInstalled(cache)).toMatchObject({ graph: true, xla: true })
    expect(said.join('\n')).toContain('1 kernels right, graphs run, XLA compiles them')
  })

  it.each([
    ['XLA computes wrongly', { checked: { xla: ['"erf" is wrong by 1e-1 (value)'] } }, { graph: true, xla: false }, /Programs run as plain graphs, since XLA.*: "erf" is wrong/], // prettier-ignore
    ['graphs do not run', { checked: { graph: ['"erf" fails: x'], xla: null } }, { graph: false, xla: false }, /cannot be used, since graphs do not run: "erf" fails: x\./], // prettier-ignore
  ] satisfies [string, FakeOptions, object, RegExp][])(
    'records that %s, and says so',
    async (_, options, expected, words) => {
      const installed = await setUp({}, fakeMachine(options))
      expect(installed).toMatchObject(expected)
      expect(said.join('\n')).toMatch(words)
    },
  )

  it('takes what the check had said for the rest, where XLA ends the process', async () => {
    const said = { version: '2.21.0', gpu: false, kernels: ['Add'], faults: [] }
    const out = [{ ...said, graph: null, xla: null }, { ...said, graph: [], xla: null }].map((line) => JSON.stringify(line)) // prettier-ignore
    const check = { code: null, out: out.join('\n'), err: 'ended by SIGABRT' }
    expect(await setUp({}, fakeMachine({ answers: { check } }))).toMatchObject({ graph: true, xla: false })
  })

  it('only checks what is there, and builds anew when told to or when it fails', async () => {
    const first = await setUp()
    const machine = fakeMachine()
    expect((await setUp({}, machine)).module).toBe(first.module)
    expect(machine.commands).toHaveLength(1)

    const forced = await setUp({ force: true })
    expect(forced.module).not.toBe(first.module)
    expect(existsSync(first.module)).toBe(false)

    await rm(forced.module, { recursive: true })
    expect(locateTensorflow({ cache, package: null })).toMatchObject({ kind: 'absent', reason: /is gone/ })
    expect(existsSync((await setUp()).module)).toBe(true)
  })

  it('replaces a wheel of another version', async () => {
    const old = await setUp({}, fakeMachine({ checked: { version: '2.20.0' } }))
    expect((await setUp()).module).not.toBe(old.module)
  })

  it('adds CUDA to what was set up without it', async () => {
    await setUp()
    expect((await setUp({ gpu: true })).cuda).toHaveLength(2)
  })

  it("takes the package's own install where that works", async () => {
    const own = await installPackage()
    const machine = fakeMachine({ checked: { version: '2.9.1' } })
    expect(await setUp({}, machine, own)).toMatchObject({ module: own, source: 'package', version: '2.9.1' })
    expect(machine.commands).toHaveLength(1)
    expect(locateTensorflow({ cache, package: own })).toMatchObject({ kind: 'found', module: own })
  })

  it('records nothing and leaves nothing half-made when it fails, whatever step it is', async () => {
    const fault = { code: 1, out: '', err: 'Error: broken' }
    for (const step of ['npm', 'download', 'unpack', 'check'] as const) {
      await expect(setUp({}, fakeMachine({ answers: { [step]: fault } })), step).rejects.toThrow()
      expect((await namesIn(folder())).filter((name) => name !== 'wheels')).toEqual([])
      expect(locateTensorflow({ cache, package: null }).kind).toBe('absent')
    }
  })

  it('says what the compiler said', async () => {
    const machine = fakeMachine()
    const run: typeof machine.run = async (program, args) =>
      args.includes('-shared')
        ? { code: 1, out: '', err: 'In file\nx.cc:1:2: error: no such thing' }
        : machine.run(program, args)
    await expect(setUp({}, { ...machine, run })).rejects.toThrow(/g\+\+ could not build the binding: x\.cc:1:2: error/)
  })

  it('removes what an interrupted setup has left', async () => {
    await mkdir(join(folder(), 'making-999999999', 'half'), { recursive: true })
    await setUp()
    expect((await namesIn(folder())).filter((name) => name.startsWith('making'))).toEqual([])
  })

  it('keeps wheels when it fails before they are unpacked', async () => {
    await expect(
      setUp({}, fakeMachine({ answers: { unpack: { code: 1, out: '', err: 'OSError: [Errno 28] No space left' } } })),
    ).rejects.toThrow(/The disk is full/)
    expect(await namesIn(join(folder(), 'wheels', 'tensorflow-cpu'))).toHaveLength(1)
  })
})

describe('a setup that cannot go on says why and what to do', () => {
  const failed = (err: string) => ({ code: 1, out: '', err })
  const gone = { code: null, out: '', err: 'ENOENT' }
  const cases: readonly (readonly [string, FakeOptions, SetupOptions, RegExp])[] = [
    ['on Windows', { platform: 'win32' }, {}, /Windows hold no libtensorflow_cc.*WSL 2/],
    ['on a Mac with CUDA', { platform: 'darwin', arch: 'arm64' }, { gpu: true }, /no CUDA on macOS/],
    ['on a Mac of Intel', { platform: 'darwin', arch: 'x64' }, {}, /no wheels for Macs with Intel.*--library/],
    ['on another processor', { arch: 'riscv64' }, {}, /no TensorFlow wheel for linux on riscv64/],
    ['with an old C library', { glibc: '2.17' }, {}, /GNU C library 2\.27 or newer, found 2\.17/],
    ['with musl', { glibc: null }, {}, /found another C library/],
    ['on 64-bit Arm with CUDA', { arch: 'arm64' }, { gpu: true }, /on the CPU only. Leave out --gpu/],
    [
      'without pip',
      { answers: { pip: gone } },
      {},
      /no pip: tried "python3 -m pip".*apt install python3-pip.*--python/,
    ],
    ['without Python', { answers: { python: gone, pip: gone } }, {}, /no pip/],
    ['with a Python that has no pip', { answers: { pip: gone } }, { python: '/p' }, /tried "\/p -m pip"/],
    [
      'with an old pip',
      { answers: { pip: { code: 0, out: 'pip 19.3', err: '' } } },
      {},
      /pip 19.*too old.*--upgrade pip/,
    ],
    ['without a compiler', { answers: { compiler: gone } }, {}, /no C\+\+ compiler: tried g\+\+.*apt install g\+\+/],
    ['with too small a disk', { free: 1e9 }, {}, /has 1\.0 GB free, 1\.6 GB are needed.*DIFFEO_CACHE/],
    ['with too small a disk for CUDA', { free: 2e9 }, { gpu: true }, /7\.2 GB are needed/],
    ['without npm', { answers: { npm: gone } }, {}, /npm could not be started/],
    [
      'without a registry',
      { answers: { npm: failed('npm error code ENOTFOUND') } },
      {},
      /npm cannot reach its registry/,
    ],
    ['without an index', { answers: { download: failed("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'\nERROR: No matching distribution found") } }, {}, /pip cannot reach its index.*what has arrived is kept/], // prettier-ignore
    ['with an index that lacks it', { answers: { download: failed('ERROR: No matching distribution found') } }, {}, /index has no wheel of tensorflow-cpu==2\.21\.0/], // prettier-ignore
    ['with a wrong checksum', { answers: { download: failed('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES') } }, {}, /arrived damaged: its checksum/], // prettier-ignore
    ['with a damaged wheel', { answers: { unpack: failed('zipfile.BadZipFile: Bad CRC-32') } }, {}, /arrived damaged and was removed/], // prettier-ignore
    ['when it does not load', { answers: { check: failed('Error: libfoo.so: cannot open\n    at x (y:1)\n') } }, {}, /does not run: Error: libfoo/], // prettier-ignore
    ['when it computes wrongly', { checked: { faults: ['"erf" is wrong by 1e-1', 'b'] } }, {}, /computes wrongly: "erf" is wrong by 1e-1 \(and 1 more\)/], // prettier-ignore
  ]

  it.each(cases)('%s', async (_, machine, options, words) => {
    const error: unknown = await setUp(options, fakeMachine(machine)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect((error as Error).message).toMatch(words)
    expect((error as Error).message).not.toContain('\n')
    expect(readInstalled(cache)).toBeNull()
  })

  it('before anything is fetched where it can be known before', async () => {
    const machine = fakeMachine({ free: 1e9 })
    await expect(setUp({}, machine)).rejects.toThrow()
    expect(machine.commands.filter((line) => / download | install /.test(line))).toEqual([])
  })
})

describe('a libtensorflow of the user', () => {
  const put = async (...path: string[]) => {
    const file = join(cache, 'mine', ...path)
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, '')
  }
  const library = () => join(cache, 'mine')

  it('is built upon where it lies', async () => {
    await put('lib', 'libtensorflow.so.2')
    await put('lib', 'libtensorflow_framework.so.2.18.0')
    await put('include', 'tensorflow', 'c', 'eager', 'c_api.h')
    const machine = fakeMachine()
    expect(await setUp({ library: library() }, machine)).toMatchObject({ source: 'library' })
    const line = machine.commands.find((command) => command.startsWith('g++ -std'))!
    expect(line).toContain(`${join(library(), 'lib', 'libtensorflow.so.2')} `)
    expect(line).toContain(join(library(), 'lib', 'libtensorflow_framework.so.2.18.0'))
    expect(line).toContain(`-Wl,-rpath,${join(library(), 'lib')} `)
    expect(machine.commands.some((command) => command.includes('pip'))).toBe(false)
  })

  it('is refused where something is missing, and told what', async () => {
    await expect(setUp({ library: library() })).rejects.toThrow(/no folder "lib" in it/)
    await put('lib', 'libtensorflow_framework.so.2')
    await expect(setUp({ library: library() })).rejects.toThrow(/no include\/tensorflow\/c\/eager\/c_api\.h in it/)
    await put('include', 'tensorflow', 'c', 'eager', 'c_api.h')
    await expect(setUp({ library: library() })).rejects.toThrow(/no libtensorflow\.so or libtensorflow_cc\.so/)
  })
})
