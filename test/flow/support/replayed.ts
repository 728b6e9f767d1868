import { invert } from '@shared/flow/invert'
import type { Backend } from '@shared/tensor/runtime/backend'
import { it } from 'vitest'
import { create, plainCases } from './blocks'
import { holdToReference } from './held'

const rows = 16

/** Kernels that are called one by one have no loops: where a solver chooses its steps, few fixed ones take their place. */
const cases = plainCases.map((use) => {
  if (!use.entry.settings.some(({ key }) => key === 'solver')) return use
  const few = (dims: number) => create(use.entry, dims, { solver: 'rk4', steps: 3 })
  return { ...use, create: (dims: number) => (use.name.endsWith('inverted') ? invert(few(dims)) : few(dims)) }
})

/** Holds every block on this backend of TensorFlow.js to the interpreter. */
export function testReplayedFlows(start: () => Promise<Backend>): void {
  it.each(cases)('gives the densities, images and gradients of the reference: $name', async (use) => {
    const backend = await start()
    for (const dims of [1, 2, 3, 5, 8]) await holdToReference(backend, use, { dims, rows, by: 0.2 })
  })
}
