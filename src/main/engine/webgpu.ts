import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { ComputeSettings } from '@shared/rpc/protocol'
import { createWebgpuBackend } from '@shared/tensor/backends/webgpu'
import type { Backend } from '@shared/tensor/runtime/backend'
import type { Device } from '@shared/tensor/runtime/device'

/** Dawn, WebGPU outside a browser: an optional package with a driver's library of its own. */
interface Dawn {
  create(options: readonly string[]): GPU
}

/** Words by which an adapter tells that it is a program on the processor, and no GPU. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i

/** What is found of WebGPU here: its adapter, or why there is none. */
export interface WebgpuAdapter {
  readonly adapter: GPUAdapter
  /** In words for people, with what limits it. */
  readonly uses: string
  /** Whether it computes on the processor: it works, and is not worth choosing. */
  readonly software: boolean
  readonly hardware: Device
}

export interface WebgpuBackend extends Backend {
  readonly hardware: Device
  /** The device, whose loss the caller may ask for. */
  readonly device: GPUDevice
}

/** Kept for as long as a device is in use: its instance ends where nothing holds it. */
let held: GPU | null = null

async function gpu(): Promise<GPU> {
  if (held) return held
  const browser = (globalThis as { readonly navigator?: { readonly gpu?: GPU } }).navigator?.gpu
  if (browser) return (held = browser)
  let dawn: Dawn
  try {
    // found at run time: it brings a library, which a bundle cannot hold
    const entry = createRequire(import.meta.url).resolve('webgpu')
    dawn = (await import(pathToFileURL(entry).href)) as Dawn
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new Error(`The package "webgpu" (Dawn, ${process.platform} ${process.arch}) does not load: ${reason}`, {
      cause: error,
    })
  }
  return (held = dawn.create([]))
}

/** The best adapter here. Throws in words where there is none. */
export async function findWebgpu(): Promise<WebgpuAdapter> {
  const adapter = await (await gpu()).requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter)
    throw new Error(
      process.platform === 'linux'
        ? 'WebGPU finds no GPU: it needs a Vulkan driver and its loader (libvulkan.so.1).'
        : 'WebGPU finds no GPU on this machine.',
    )
  const { info, limits } = adapter
  const names = [info.description, info.vendor, info.architecture, info.device].filter((name) => name !== '')
  const software = info.isFallbackAdapter || names.some((name) => SOFTWARE.test(name))
  const mebibytes = Math.floor(limits.maxStorageBufferBindingSize / 2 ** 20)
  const uses = [
    [...new Set(names)].join(', ') || 'an adapter without a name',
    ...(software ? ['in software, no GPU'] : []),
    `buffers of ${mebibytes} MiB`,
    `${limits.maxComputeInvocationsPerWorkgroup} threads with ${limits.maxComputeWorkgroupStorageSize / 1024} KiB a workgroup`,
  ].join('; ')
  const hardware: Device = {
    kind: software ? 'emulated' : 'gpu',
    name: names[0] ?? 'an adapter without a name',
    facts: {
      vendor: info.vendor,
      architecture: info.architecture,
      'largest buffer, MiB': mebibytes,
      'threads of a workgroup': limits.maxComputeInvocationsPerWorkgroup,
    },
  }
  return { adapter, uses, software, hardware }
}

/** Programs as compute shaders on a GPU of any vendor. Throws in words where there is none. */
export async function loadWebgpu({ precision }: ComputeSettings): Promise<WebgpuBackend> {
  if (precision !== 'float32') throw new Error('WebGPU computes in float32 only.')
  const { adapter, uses, software, hardware } = await findWebgpu()
  const { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupStorageSize } = adapter.limits
  const device = await adapter.requestDevice({
    requiredLimits: { maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupStorageSize },
  })
  const backend = createWebgpuBackend(device, { uses, software })
  return {
    ...backend,
    hardware,
    device,
    dispose() {
      backend.dispose()
      device.destroy()
      held = null // what else holds it is done with it too, and the process can end
    },
  }
}
