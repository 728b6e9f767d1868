import { loadWebgpu, type WebgpuBackend } from '../../../src/main/engine/webgpu'
import { usualSettings } from '@shared/rpc/protocol'
import { createWebgpuBackend } from '@shared/tensor/backends/webgpu'
import type { Backend } from '@shared/tensor/runtime/backend'

/** The backend of this machine's adapter, or why there is none. */
export type Found = { readonly backend: WebgpuBackend } | { readonly reason: string }

/** Parts of the suite that must not be skipped, as the machine is known to have what they need. */
const required = (process.env['DIFFEO_REQUIRE'] ?? '').split(/[ ,]+/)

async function find(): Promise<Found> {
  try {
    return { backend: await loadWebgpu(usualSettings) }
  } catch (error) {
    if (required.includes('webgpu')) throw error
    return { reason: error instanceof Error ? error.message : String(error) }
  }
}

export const found = await find()

/** The backend, for tests that are not skipped. */
export function backendHere(): WebgpuBackend {
  if ('reason' in found) throw new Error(found.reason)
  return found.backend
}

/** A suite's name, with the reason where it is skipped. */
export const where = (name: string): string =>
  'reason' in found ? `${name} on webgpu (skipped: ${found.reason})` : `${name} on webgpu`

/** Kernels as they are made for each kind of device; those for a GPU run on one in software too, if slowly. */
export const kinds = ['gpu', 'software'] as const
export type Kind = (typeof kinds)[number]

/** The backend with the sizes of one kind of device, on the device that is here. */
export const backendFor = (kind: Kind): Backend =>
  createWebgpuBackend(backendHere().device, { software: kind === 'software' })
