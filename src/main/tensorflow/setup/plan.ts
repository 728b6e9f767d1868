import type { Machine } from './machine'

export const TENSORFLOW = '2.21.0'
/** The C library that TensorFlow's wheels for Linux are built for. */
const OLDEST_GLIBC = 27

/** Which wheel holds libtensorflow for a machine, and as what. */
export interface Plan {
  /** pip's name of TensorFlow. */
  readonly requirement: string
  /** The wheel's platforms that run here, as pip names them. */
  readonly platforms: readonly string[]
  readonly libraries: readonly string[]
  /** Whether NVIDIA's libraries belong to it. */
  readonly cuda: boolean
  /** Free bytes that it takes while it is being made. */
  readonly space: number
}

const onLinux = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const onMac = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']

const useLibrary = 'If you have a libtensorflow, name its folder with --library.'

/** The wheel for this machine. Throws one sentence or two where there is none. */
export function planFor({ platform, arch, glibc }: Pick<Machine, 'platform' | 'arch' | 'glibc'>, gpu: boolean): Plan {
  if (platform === 'win32')
    throw new Error(
      "TensorFlow's Python wheels for Windows hold no libtensorflow_cc, so there is nothing to build upon. Use Diffeo in WSL 2, or the wasm backend, which needs no setup.",
    )
  if (platform === 'darwin') return planForMac(arch, gpu)
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64'))
    throw new Error(`There is no TensorFlow wheel for ${platform} on ${arch}. ${useLibrary}`)
  const [major, minor] = (glibc ?? '0.0').split('.').map(Number)
  if (major !== 2 || minor < OLDEST_GLIBC)
    throw new Error(
      `TensorFlow's wheels need the GNU C library 2.${OLDEST_GLIBC} or newer, found ${glibc ?? 'another C library'}. ${useLibrary}`,
    )
  if (gpu && arch === 'arm64')
    throw new Error(`TensorFlow's wheels for 64-bit Arm compute on the CPU only. Leave out --gpu. ${useLibrary}`)
  return {
    // the wheels for 64-bit Arm are for the CPU under the general name
    requirement: `${gpu || arch === 'arm64' ? 'tensorflow' : 'tensorflow-cpu'}==${TENSORFLOW}`,
    platforms: linuxPlatforms(arch === 'x64' ? 'x86_64' : 'aarch64', minor),
    libraries: onLinux,
    cuda: gpu,
    space: gpu ? 7.2e9 : 1.6e9,
  }
}

function planForMac(arch: string, gpu: boolean): Plan {
  if (gpu) throw new Error('There is no CUDA on macOS. Leave out --gpu.')
  if (arch !== 'arm64')
    throw new Error(`TensorFlow ${TENSORFLOW} has no wheels for Macs with Intel processors. ${useLibrary}`)
  return {
    requirement: `tensorflow==${TENSORFLOW}`,
    platforms: ['macosx_12_0_arm64'],
    libraries: onMac,
    cuda: false,
    space: 1.6e9,
  }
}

/** pip takes a platform by its exact name, and packages choose the oldest that they run on. */
function linuxPlatforms(machine: string, minor: number): string[] {
  const oldest = machine === 'x86_64' ? 5 : 17
  const plain = Array.from({ length: minor - oldest + 1 }, (_, i) => `manylinux_2_${minor - i}`)
  const aliases = machine === 'x86_64' ? ['manylinux2014', 'manylinux2010', 'manylinux1'] : ['manylinux2014']
  return [...plain, ...aliases].map((name) => `${name}_${machine}`)
}
