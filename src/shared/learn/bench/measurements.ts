import { judged, nameOf, type Configuration } from './configurations'
import { compileTime, densityGridTime, sampleTime, trainStepTime, type Measure } from './measures'

/** What a measurement is of. */
export const kinds = [
  'train-step',
  'density-grid',
  'sample',
  'compile',
  'scaling-threads',
  'scaling-batch',
  'scaling-depth',
  'scaling-dims',
] as const
export type Kind = (typeof kinds)[number]

export interface Measurement {
  readonly kind: Kind
  /** Of the configuration. */
  readonly name: string
  readonly configuration: Configuration
  /** On how many threads; as the person wishes when null. */
  readonly threads: number | null
  readonly measure: Measure
}

/** The flow whose size is varied. */
const base = judged[0]

/** Everything that can be measured on a machine with so many cores, in the order in which to measure it. */
export function allMeasurements(cores: number): readonly Measurement[] {
  const each = (kind: Kind, measure: Measure, configurations: readonly Configuration[]): Measurement[] =>
    configurations.map((configuration) => ({
      kind,
      name: nameOf(configuration),
      configuration,
      threads: null,
      measure,
    }))
  const plane = judged.filter(({ dims }) => dims === 2)
  const varied = <K extends 'batch' | 'depth' | 'dims'>(key: K, values: readonly number[]) =>
    each(
      `scaling-${key}`,
      trainStepTime,
      values.map((value) => ({ ...base, [key]: value })),
    )
  return [
    ...each('compile', compileTime, [...judged, { ...base, depth: 16 }]),
    ...each('train-step', trainStepTime, judged),
    ...each('density-grid', densityGridTime, plane),
    ...each('sample', sampleTime, judged),
    // one model after the other: its times are to be compared
    ...each('scaling-threads', trainStepTime, judged).flatMap((measurement) =>
      threadCounts(cores).map((threads) => ({ ...measurement, threads })),
    ),
    ...varied('batch', [64, 128, 256, 512, 1024, 2048, 4096]),
    ...varied('depth', [1, 2, 4, 8, 16]),
    ...varied('dims', [2, 4, 8, 16, 32, 43]),
  ]
}

/** 1, 2, 4, … and all. */
export function threadCounts(cores: number): readonly number[] {
  const counts = new Set([cores])
  for (let threads = 1; threads < cores; threads *= 2) counts.add(threads)
  return [...counts].sort((a, b) => a - b)
}
