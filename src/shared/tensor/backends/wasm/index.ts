import { breathing, type InParts } from '../../inParts'
import { optimising } from '../../passes/pipeline'
import { fingerprint } from '../../ir/fingerprint'
import type { Program } from '../../ir/program'
import type { Backend } from '../../runtime/backend'
import { WasmExecutable } from './executable'
import type { Features } from './features'
import { lanesOf, rowStep, type Precision } from './lanes'
import { lowering } from './lower/lower'
import type { Lowered } from './lower/lowered'
import { chooseThreads } from './threadChoice'
import type { ThreadPool } from './threadPool'
import { describeUses } from './words'

export type { ThreadPool } from './threadPool'

export interface WasmOptions {
  readonly precision: Precision
  readonly features: Features
  /** Worker threads; null to run on the caller's alone. */
  readonly pool: ThreadPool | null
  /** How many threads to use, at most the pool's; `auto` measures what each program runs fastest on. */
  readonly threads: number | 'auto'
  /** Bytes that a program may take. */
  readonly memoryLimit: number
  /** Milliseconds, of any beginning. */
  readonly now: () => number
}

/** Compiled programs, a dozen for each flow, that are kept in case they are wanted again, as when a change is undone. */
const MOST_KEPT = 48

/** Rows of a tile, in vectors: what a tile's values take then fits the cache beside the weights. */
const TILE_VECTORS = 16

/**
 * Runs programs compiled to SIMD kernels, on one thread or several. Throws at once where there is no SIMD.
 *
 * Infinities, NaN and denormal numbers go through every op as they do in the reference, with these exceptions:
 * - The sign of a zero means nothing: x + 0 counts as x, and max, min and elementary functions may return either zero.
 * - exp, sigmoid and softplus are 0 below e^−86.9 (float32) or e^−708 (float64), where results are nearly denormal;
 *   expm1 is 0 at the smallest denormal numbers.
 * - sin and cos are NaN beyond ±10⁶ (float32) or ±10⁸ (float64).
 * - A product that is only added to something is rounded with the sum where the machine can fuse the two: it then
 *   overflows only if the sum does.
 * An output that is an input of rows shows what is in that input now, not at the last run.
 */
export function createWasmBackend(options: WasmOptions): Backend {
  const { precision, features, pool, threads } = options
  if (!features.simd) throw new Error('WebAssembly has no SIMD here, which compiled programs are made of')
  const lanes = lanesOf(precision, features.fused)
  const shared = pool !== null && features.sharedMemory
  const most = shared ? (threads === 'auto' ? pool.threads : Math.min(threads, pool.threads)) : 1

  const compiling = function* (program: Program, turns: number): InParts<Compiled> {
    const fast = yield* optimising(program)
    const lowered = yield* lowering(fast, { lanes, threads: most, tile: TILE_VECTORS * lanes.count, turns, shared })
    if (lowered.memory > options.memoryLimit) {
      const [needs, has] = [lowered.memory, options.memoryLimit].map((bytes) => `${Math.ceil(bytes / 2 ** 20)} MiB`)
      throw new Error(
        `"${program.name}" needs ${needs} of memory, of which there are ${has}. Make the batch or the flow smaller.`,
      )
    }
    yield
    return { program: fast, lowered, module: new WebAssembly.Module(lowered.bytes) }
  }

  // The most recently used last. A program that was compiled before has its fastest code already.
  const recent = new Map<string, Compiled>()
  const compiled = async (program: Program, turns: number, breathe: () => Promise<void>): Promise<Compiled> => {
    const key = `${turns} ${fingerprint(program)}`
    const known = recent.get(key) ?? (await breathing(compiling(program, turns), breathe))
    recent.delete(key)
    recent.set(key, known)
    if (recent.size > MOST_KEPT) recent.delete(recent.keys().next().value!)
    return known
  }

  return {
    name: 'wasm',
    precision,
    rowStep: rowStep(lanes),
    uses: describeUses(lanes, features, most),
    hardware: {
      kind: 'cpu',
      name: most === 1 ? 'one thread' : `up to ${most} threads`,
      facts: { lanes: lanes.count, fused: lanes.fused, threads: most, sharedMemory: features.sharedMemory },
    },
    prepare: async (program, { turns = 1, breathe = noBreath } = {}) => {
      const { program: fast, lowered, module } = await compiled(program, turns, breathe)
      const executable = WasmExecutable.create(fast, lowered, { module, precision, shared, pool })
      if (threads === 'auto') {
        await chooseThreads(executable, lowered.threads, options.now, breathe)
        executable.clear()
      } else await executable.useThreads(lowered.threads)
      return executable
    },
    dispose: () => {
      recent.clear()
    },
  }
}

const noBreath = (): Promise<void> => Promise.resolve()

interface Compiled {
  /** Optimised. */
  readonly program: Program
  readonly lowered: Lowered
  readonly module: WebAssembly.Module
}
