import { time, type Timing, type Watch } from '@shared/learn/bench/stopwatch'
import type { EngineSettings } from '@shared/rpc/protocol'
import { detectFeatures } from '@shared/tensor/backends/wasm/features'
import { lanesOf } from '@shared/tensor/backends/wasm/lanes'
import { yardsticks } from '@shared/tensor/backends/wasm/yardstick'

/** How fast one thread multiplies matrices here: what the rates of programs' products are held to. */
export interface YardstickTiming extends Timing {
  /** Its register tile. */
  readonly tile: string
  /** 10⁹ floating-point operations a second. */
  readonly gflops: number
}

/** Runs that are timed together, each of about a tenth of a millisecond. */
const AT_ONCE = 16

/** The faster of the plain kernels; null where WebAssembly has no SIMD. */
export async function timeYardstick(
  precision: EngineSettings['precision'],
  watch: Watch,
): Promise<YardstickTiming | null> {
  const { simd, relaxedSimd } = detectFeatures()
  if (!simd) return null
  const timings: YardstickTiming[] = []
  for (const { name, flops, run } of yardsticks(lanesOf(precision, relaxedSimd))) {
    const timing = await time(watch, () => {
      for (let i = 0; i < AT_ONCE; i++) run()
      return Promise.resolve()
    })
    timings.push({ ...timing, tile: name, gflops: (AT_ONCE * flops) / timing.ms / 1e6 })
  }
  return timings.reduce((best, timing) => (timing.gflops > best.gflops ? timing : best))
}
