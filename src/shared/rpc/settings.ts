import { z } from 'zod'

/** Most threads that can be asked for; a machine may have fewer. */
export const MAX_THREADS = 256

/** How programs are compiled: what a backend is loaded with. */
export const ComputeSettings = z.strictObject({
  /** Of training and of the pictures. Evaluations and checks are in float64 in any case. */
  precision: z.enum(['float32', 'float64']),
  /** `auto`: as many as were fastest when the program was compiled. */
  threads: z.union([z.literal('auto'), z.number().int().min(1).max(MAX_THREADS)]),
})
export type ComputeSettings = Readonly<z.infer<typeof ComputeSettings>>

/** How the engine computes, whatever the document: kept by the shell, not in files. */
export const EngineSettings = ComputeSettings.extend({
  /** Where to train, by the name of an offer; `auto`: where a run is quickest, by its size and by measurement. */
  backend: z.string().min(1).max(64).default('auto'),
  /** What a run does when its device is lost or has too little memory: it goes on elsewhere, or rests there. */
  onDeviceLoss: z.enum(['continue', 'stop']).default('continue'),
})
export type EngineSettings = Readonly<z.infer<typeof EngineSettings>>

export const usualSettings: EngineSettings = {
  precision: 'float32',
  threads: 'auto',
  backend: 'auto',
  onDeviceLoss: 'continue',
}
