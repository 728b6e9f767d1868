import type { BackendReport, DeviceReport, EngineSettings, Opened } from '@shared/rpc/protocol'
import { fixed } from '../../charts/numbers'
import type { Choice } from '../../ui/MenuChoice.vue'

type Where = Pick<Opened, 'backend' | 'precision' | 'threads'>

/** The machinery of a compiled flow in a few words: `wasm, 32-bit, 2 threads`; of a card its name in place of threads. */
export function machineWords({ backend, precision, threads }: Where, device?: DeviceReport): string {
  const on = device && device.kind !== 'cpu' ? device.name : threadWords(threads)
  return `${backend}, ${bits[precision]}-bit, ${on}`
}

export const bits = { float32: 32, float64: 64 } as const satisfies Record<EngineSettings['precision'], number>

export const precisions = [
  { value: 'float32', label: '32-bit numbers', note: 'fastest' },
  { value: 'float64', label: '64-bit numbers', note: 'about half the speed' },
] as const satisfies readonly Choice[]

export const lossChoices = [
  { value: 'continue', label: 'Go on elsewhere', note: 'from the last checkpoint' },
  { value: 'stop', label: 'Rest there', note: 'at the last checkpoint' },
] as const satisfies readonly Choice[]

/** Every backend, with how fast it was measured, or why it cannot be had. */
export function backendChoices(reports: readonly BackendReport[]): readonly Choice[] {
  return [
    { value: 'auto', label: 'Automatic', note: 'the quickest, as measured' },
    ...reports.map(({ name, tried, available, reason, measured }): Choice => {
      const note = measured
        ? `${fixed(measured.stepsPerSecond, measured.stepsPerSecond < 10 ? 1 : 0)} steps/s`
        : undefined
      const unavailable = tried && !available
      return { value: name, label: name, note: unavailable ? 'not here' : note, reason, disabled: unavailable }
    }),
  ]
}

/** What is asked for by name and not there yet; null where there is nothing to wait for. */
export function waitingWords(asked: string, opened: Where | null, reports: readonly BackendReport[]): string | null {
  if (asked === 'auto' || opened === null || opened.backend === asked) return null
  const report = reports.find(({ name }) => name === asked)
  return report && (report.available || !report.tried) ? `${asked} is made ready` : null
}

export const threadWords = (count: number): string => (count === 1 ? '1 thread' : `${String(count)} threads`)

/** What can be asked for on a machine with so many processors: 1, 2, 4 … and all of them. */
export function threadChoices(cores: number): readonly number[] {
  const counts: number[] = []
  for (let count = 1; count < cores; count *= 2) counts.push(count)
  return [...counts, cores]
}
