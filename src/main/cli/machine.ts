import { availableParallelism, cpus, release, totalmem, type } from 'node:os'

/** Where figures come from. */
export interface MachineReport {
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  readonly v8: string
}

export const describeMachine = (): MachineReport => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 1024 ** 3),
  system: `${type()} ${release()}`,
  node: process.versions.node,
  v8: process.versions.v8,
})

/** In one line. */
export const machineLine = ({ cpu, cores, memoryGb, system, node }: MachineReport): string =>
  `${cpu}, ${cores} cores, ${memoryGb} GiB, ${system}, Node ${node}`

/** The most memory this process has had at once, MiB. */
export const peakMemory = (): number => process.resourceUsage().maxRSS / 1024
