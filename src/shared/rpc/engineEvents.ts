import type { Issue } from '../document/issue'
import type { EnrolledRun, RunMark, TestScore } from './library'
import type { MachineNews } from './machine'
import type { MetricsBatch, RunStatus, SnapshotList } from './presentRun'
import type { RunList } from './runs'
import type { PutByList } from './tabs'
import type { Frame } from './views'

/** What the engine says of its own accord. */
export type EngineEvent =
  | { readonly event: 'status'; readonly status: RunStatus }
  | { readonly event: 'metrics'; readonly metrics: MetricsBatch }
  | { readonly event: 'frame'; readonly frame: Frame }
  /** The set of snapshots has changed. */
  | { readonly event: 'snapshots'; readonly snapshots: SnapshotList }
  /** What solvers of blocks miss with the weights as they are, at the blocks; none where all of them converge. */
  | { readonly event: 'solvers'; readonly issues: readonly Issue[] }
  /** Training has moved to another backend, or more is known of one. */
  | { readonly event: 'machine'; readonly news: MachineNews }
  /** A run has become an earlier one, or earlier ones were given up. */
  | { readonly event: 'runs'; readonly runs: RunList }
  /** How far the runs of tabs have come that are not shown. */
  | { readonly event: 'put-by'; readonly putBy: PutByList }
  /** How far the runs of the host's queue have come; never shown to the renderer. */
  | { readonly event: 'enrolled'; readonly runs: readonly EnrolledRun[] }
  /** What a run of a tab that is over scores on its test rows, with the weights of this step; for the host's library. */
  | { readonly event: 'judged'; readonly run: string; readonly step: number; readonly test: TestScore }
  /**
   * Everything needed to go on after a crash; kept by the host, never shown to the renderer. `tab`: whose run it is; `entry`:
   * it is of the queue.
   */
  | {
      readonly event: 'checkpoint'
      readonly checkpoint: Uint8Array
      readonly run?: RunMark
      readonly tab?: string
      readonly entry?: string
      /** The run has made room for another: it is not to go on. */
      readonly left?: boolean
    }
