import type { Program } from '../../ir/program'
import { optimise } from '../../passes/pipeline'
import type { Backend } from '../../runtime/backend'
import { OutOfDeviceMemory, WatchedDevice } from './device'
import { WebgpuExecutable } from './executable'
import { BYTES } from './lower/places'
import { lower, type Lowered } from './lower/lower'

export { DeviceLost, OutOfDeviceMemory } from './device'

export interface WebgpuOptions {
  /** What the device is, in words for people. */
  readonly uses?: string
  /** Whether the device is a processor that plays a GPU: few workgroups of few threads suit it. */
  readonly software?: boolean
}

/**
 * Threads of a workgroup, tiles of rows that keep a device busy, and levels of one kernel. On a GPU enough threads for a few
 * rows of a network's hidden layer, two workgroups for each multiprocessor of a large one, and all levels at once. A
 * processor has to change between threads at each barrier, and SwiftShader takes the longer to compile a kernel the more of
 * them it has.
 */
const sizes = {
  gpu: { threads: 128, tiles: 256, levels: Infinity, lanes: 4, splits: true },
  software: { threads: 16, tiles: 4, levels: 3, lanes: 4, splits: false },
} as const

/**
 * Runs programs in float32 as compute shaders. The device is the caller's: `dispose` leaves it as it is.
 *
 * Infinities and NaN go through every op as they do in the reference where the device keeps them, which WGSL does not
 * demand: what decides by them asks for their bits. sin and cos are NaN beyond ±10⁵. Denormal numbers may count as zero.
 * Every sum is taken in one order, so that a run gives the same bits each time on one device.
 */
export function createWebgpuBackend(device: GPUDevice, { uses, software = false }: WebgpuOptions = {}): Backend {
  const watched = new WatchedDevice(device)
  return {
    name: 'webgpu',
    precision: 'float32',
    ...(uses !== undefined && { uses }),
    prepare: async (program, { turns = 1 } = {}) => {
      watched.check()
      const fast = optimise(program)
      const lowered = lowerFor(fast, device, { turns, software })
      return WebgpuExecutable.create(fast, lowered, watched)
    },
    dispose: () => undefined,
  }
}

/** A program's kernels for the limits of a device. Throws in words where it does not fit them. */
export function lowerFor(
  program: Program,
  { limits }: Pick<GPUDevice, 'limits'>,
  { turns, software = false }: { readonly turns: number; readonly software?: boolean },
): Lowered {
  const { threads, ...size } = sizes[software ? 'software' : 'gpu']
  const lowered = lower(program, {
    turns,
    threads: Math.min(threads, limits.maxComputeInvocationsPerWorkgroup),
    ...size,
    tileBytes: limits.maxComputeWorkgroupStorageSize - RESERVED,
    mostGroups: limits.maxComputeWorkgroupsPerDimension,
  })
  const [bytes, most] = [lowered.size * BYTES, Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize)]
  if (bytes > most)
    throw new OutOfDeviceMemory(
      `"${program.name}" needs ${inMiB(bytes)} on the GPU in one buffer, and this device takes ${inMiB(most)} (maxStorageBufferBindingSize, maxBufferSize). Use a smaller batch, or the wasm backend.`,
    )
  return lowered
}

/** Bytes of a workgroup's memory that are none of a tile's. */
const RESERVED = 64

const inMiB = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`
