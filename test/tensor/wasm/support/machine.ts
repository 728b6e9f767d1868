import { WasmExecutable } from '@shared/tensor/backends/wasm/executable'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { lanesOf, type Precision } from '@shared/tensor/backends/wasm/lanes'
import { lower } from '@shared/tensor/backends/wasm/lower/lower'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import { createReferenceBackend } from '@shared/tensor/backends/reference'
import type { Program } from '@shared/tensor/ir/program'
import type { Executable } from '@shared/tensor/runtime/backend'
import { optimise } from '@shared/tensor/passes/pipeline'
import { spread } from '../../support/cases'
import { distance, type Bindings } from '../../support/run'

export interface Making {
  readonly precision?: Precision
  readonly fused?: boolean
  /** Rows of a tile, in vectors: an even number. */
  readonly tileVectors?: number
  readonly pool?: ThreadPool
  /** The most turns of a run. */
  readonly turns?: number
}

/** Compiles a program for as many threads as the pool has, with tiles of a size that the backend would not choose. */
export async function compile(
  program: Program,
  { precision = 'float64', fused = detectFeatures().fused, tileVectors = 16, pool, turns = 1 }: Making = {},
): Promise<WasmExecutable> {
  const lanes = lanesOf(precision, fused)
  const shared = pool !== undefined
  const fast = optimise(program)
  const size = { threads: pool?.threads ?? 1, tile: tileVectors * lanes.count, turns }
  const lowered = lower(fast, { lanes, shared, ...size })
  const module = new WebAssembly.Module(lowered.bytes)
  const executable = WasmExecutable.create(fast, lowered, { module, precision, shared, pool: pool ?? null })
  await executable.useThreads(lowered.threads)
  return executable
}

/** A value in [−1.5, 1.5) for every input, by its place among them. */
export const someInputs = ({ inputs }: Program): Bindings =>
  Object.fromEntries(
    inputs.map(({ attributes: { name }, shape }, i) => [name, spread(shape, -1.5, 1.5, i + 1).values] as const),
  )

/** By how much outputs and inputs differ from the reference's, at worst, after any of so many runs. */
export async function differences(
  program: Program,
  executable: Executable,
  { inputs = someInputs(program), runs = 1 }: { readonly inputs?: Bindings; readonly runs?: number } = {},
): Promise<Record<string, number>> {
  const reference = await createReferenceBackend().prepare(program)
  for (const [name, values] of Object.entries(inputs)) {
    executable.write(name, values)
    reference.write(name, values)
  }
  const worst: Record<string, number> = {}
  for (let run = 0; run < runs; run++) {
    await executable.run()
    await reference.run()
    for (const name of [...program.outputs, ...program.updates].map((named) => named.name)) {
      const [got, wanted] = [await executable.read(name), await reference.read(name)]
      worst[name] = Math.max(worst[name] ?? 0, distance(got, wanted))
    }
  }
  return worst
}

/** The largest of `differences`. */
export async function distanceToReference(...given: Parameters<typeof differences>): Promise<number> {
  return Math.max(...Object.values(await differences(...given)))
}
