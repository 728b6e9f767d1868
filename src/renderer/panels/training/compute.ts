import type { BackendReport, DeviceReport, EngineSettings, Opened } from '@shared/rpc/protocol'
import { fixed } from '../../charts/numbers'
import type { Choice } from '../../ui/MenuChoice.vue'
import { said } from '../../strings/said'
import { counted, t } from '../../strings/t'

type Where = Pick<Opened, 'backend' | 'precision' | 'threads'>

/** The machinery of a compiled flow in a few words: `wasm, 32-bit, 2 threads`; of a card its name in place of threads. */
export function machineWords({ backend, precision, threads }: Where, device?: DeviceReport): string {
  const on = device && device.kind !== 'cpu' ? device.name : threadWords(threads)
  return t('training.compute.machine', { backend, bits: bits[precision], on })
}

export const bits = { float32: 32, float64: 64 } as const satisfies Record<EngineSettings['precision'], number>

export const precisions = [
  { value: 'float32', label: t('training.compute.bits32'), note: t('training.compute.bits32Help') },
  { value: 'float64', label: t('training.compute.bits64'), note: t('training.compute.bits64Help') },
] as const satisfies readonly Choice[]

export const lossChoices = [
  { value: 'continue', label: t('training.compute.goOn'), note: t('training.compute.goOnHelp') },
  { value: 'stop', label: t('training.compute.rest'), note: t('training.compute.restHelp') },
] as const satisfies readonly Choice[]

/** Every backend, with how fast it was measured, or why it cannot be had. */
export function backendChoices(reports: readonly BackendReport[]): readonly Choice[] {
  return [
    { value: 'auto', label: t('training.compute.automatic'), note: t('training.compute.automaticHelp') },
    ...reports.map(({ name, tried, available, reason, measured }): Choice => {
      const note = measured
        ? t('training.compute.stepsPerSecond', {
            speed: fixed(measured.stepsPerSecond, measured.stepsPerSecond < 10 ? 1 : 0),
          })
        : undefined
      const unavailable = tried && !available
      return {
        value: name,
        label: name,
        note: unavailable ? t('training.compute.notHere') : note,
        reason: reason && said(reason),
        disabled: unavailable,
      }
    }),
  ]
}

/** What is asked for by name and not there yet; null where there is nothing to wait for. */
export function waitingWords(asked: string, opened: Where | null, reports: readonly BackendReport[]): string | null {
  if (asked === 'auto' || opened === null || opened.backend === asked) return null
  const report = reports.find(({ name }) => name === asked)
  return report && (report.available || !report.tried) ? t('training.compute.madeReady', { backend: asked }) : null
}

export const threadWords = (count: number): string => counted('training.compute.threads', count)

/** What can be asked for on a machine with so many processors: 1, 2, 4 … and all of them. */
export function threadChoices(cores: number): readonly number[] {
  const counts: number[] = []
  for (let count = 1; count < cores; count *= 2) counts.push(count)
  return [...counts, cores]
}
