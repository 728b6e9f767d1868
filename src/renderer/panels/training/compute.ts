import type { EngineSettings, Opened } from '@shared/rpc/protocol'

/** The machinery of a compiled flow in a few words: `wasm, 32-bit, 2 threads`. */
export function machineWords({
  backend,
  precision,
  threads,
}: Pick<Opened, 'backend' | 'precision' | 'threads'>): string {
  return `${backend}, ${bits[precision]}-bit, ${threadWords(threads)}`
}

export const bits = { float32: 32, float64: 64 } as const satisfies Record<EngineSettings['precision'], number>

export const precisions = [
  { value: 'float32', label: '32-bit numbers', note: 'fastest' },
  { value: 'float64', label: '64-bit numbers', note: 'about half the speed' },
] as const satisfies readonly { readonly value: EngineSettings['precision']; label: string; note: string }[]

export const threadWords = (count: number): string => (count === 1 ? '1 thread' : `${String(count)} threads`)

/** What can be asked for on a machine with so many processors: 1, 2, 4 … and all of them. */
export function threadChoices(cores: number): readonly number[] {
  const counts: number[] = []
  for (let count = 1; count < cores; count *= 2) counts.push(count)
  return [...counts, cores]
}
