import { median, summary, time, timeInTurns, type Timing, type Watch } from '@shared/learn/bench/stopwatch'
import type { EngineSettings } from '@shared/rpc/protocol'
import { lanesOf } from '@shared/tensor/backends/wasm/lanes'
import { ownProducts, type OwnProduct } from '@shared/tensor/backends/wasm/ownProducts'
import type { ThreadPool } from '@shared/tensor/backends/wasm/threadPool'
import { yardsticks, type Yardstick } from '@shared/tensor/backends/wasm/yardstick'
import { surroundings } from '../engine/compiled'
import { createThreadPool } from '../engine/threads/pool'

/** How fast threads multiply matrices here, each for itself: what the rates of programs' products are held to. */
export interface YardstickTiming extends Timing {
  readonly threads: number
  /** Its register tile. */
  readonly tile: string
  /** 10⁹ floating-point operations a second, on all threads together. */
  readonly gflops: number
}

/**
 * The faster of the plain kernels on so many threads at once; null where WebAssembly has no SIMD, or no threads although
 * there should be several.
 */
export async function timeYardstick(
  precision: EngineSettings['precision'],
  threads: number,
  watch: Watch,
): Promise<YardstickTiming | null> {
  const { features, worker } = surroundings()
  if (!features.simd) return null
  const candidates = yardsticks(lanesOf(precision, features.relaxedSimd), threads)
  if (threads === 1) return await fastest(candidates, null, watch)
  if (!features.sharedMemory || worker === null) return null
  const pool = createThreadPool({ entry: worker, threads })
  try {
    return await fastest(candidates, pool, watch)
  } finally {
    await pool.dispose()
  }
}

/** How fast a product of compiled programs runs, beside the plain kernel. */
export interface ProductTiming extends Timing {
  readonly form: OwnProduct['form']
  readonly gflops: number
  /** Its rate over that of the faster plain kernel, the median over turns. */
  readonly ofYardstick: number
}

/** So many runs of a product take about a millisecond. */
const PRODUCT_RUNS = 64

/** The products of compiled programs and the plain kernels in turns, on one thread; none where there is no SIMD. */
export function timeProducts(precision: EngineSettings['precision'], watch: Watch): readonly ProductTiming[] {
  const { features } = surroundings()
  if (!features.simd) return []
  const plain = yardsticks(lanesOf(precision, features.relaxedSimd)).map(({ flops, program }) => ({
    flops,
    run: () => {
      program.instance.exports.run(0)
    },
  }))
  const products = ownProducts(lanesOf(precision, features.fused))
  const repeated = products.map(({ run }) => () => {
    for (let i = 0; i < PRODUCT_RUNS; i++) run()
  })
  const rounds = timeInTurns(watch, [...plain.map(({ run }) => run), ...repeated])
  const rates = rounds.map((round) => ({
    plain: Math.max(...plain.map(({ flops }, i) => flops / round[i])),
    products: products.map(({ flops }, i) => (PRODUCT_RUNS * flops) / round[plain.length + i]),
  }))
  return products.map(({ form, flops }, i) => {
    const timing = summary(rounds.map((round) => round[plain.length + i] / PRODUCT_RUNS))
    const ofYardstick = median(rates.map((rate) => rate.products[i] / rate.plain))
    return { ...timing, form, gflops: flops / timing.ms / 1e6, ofYardstick }
  })
}

async function fastest(
  candidates: readonly Yardstick[],
  pool: ThreadPool | null,
  watch: Watch,
): Promise<YardstickTiming> {
  const timings: YardstickTiming[] = []
  for (const { name, flops, program } of candidates) {
    const team = await pool?.load(program)
    const timing = await time(watch, () => {
      if (team) team.run(1)
      else program.instance.exports.run(0)
      return Promise.resolve()
    })
    timings.push({ ...timing, threads: program.threads, tile: name, gflops: flops / timing.ms / 1e6 })
  }
  return timings.reduce((best, timing) => (timing.gflops > best.gflops ? timing : best))
}
