import { TENSORFLOW } from '../setup/plan'

/**
 * Has XLA compute matrix products on the processor by YNNPACK, which it can and by itself does not: a step of RealNVP,
 * 8 × (2×64), with batches of 512 takes 0.86 times as long. To be called before XLA first compiles.
 *
 * A flag that XLA does not know ends the process: it is given only to the version that it was tried with.
 */
export function tuneXla(version: string | undefined): void {
  if (version === TENSORFLOW)
    process.env['XLA_FLAGS'] ??= '--xla_cpu_experimental_ynn_fusion_type=LIBRARY_FUSION_TYPE_DOT'
}
