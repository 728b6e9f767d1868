import type { Component } from 'vue'
import ChangeStage from './stages/ChangeStage.vue'
import CornerStage from './stages/CornerStage.vue'
import CurveStage from './stages/CurveStage.vue'
import DensityStage from './stages/DensityStage.vue'
import FieldStage from './stages/FieldStage.vue'
import LayersStage from './stages/LayersStage.vue'
import LatentStage from './stages/LatentStage.vue'
import PairsStage from './stages/PairsStage.vue'
import ParallelStage from './stages/ParallelStage.vue'
import SliceStage from './stages/SliceStage.vue'
import SpaceStage from './stages/SpaceStage.vue'
import VolumeStage from './stages/VolumeStage.vue'

/**
 * A view of the flow that a person can choose. Its stage takes `opened`, exposes `reset` and `atHome`, and puts its own
 * controls into the header with `StageControls`.
 */
export interface Tab {
  readonly key: string
  readonly label: string
  readonly help: string
  readonly stage: Component
  /** Whether it is made of log p or of Jacobians alone, which a stack that moves points by chance does not have. */
  readonly exact?: true
  /** Whether it shows all rows of the data, each given its own, and not what is held. */
  readonly allGiven?: boolean
  /** Whether it can show a flow in `dims` dimensions; `spatial` is whether space can be drawn at all. */
  offered(dims: number, spatial: boolean): boolean
}

/** In the order they are shown: the first that is offered is the one to begin with. */
const tabs: readonly Tab[] = [
  {
    key: 'curve',
    label: 'Density',
    help: 'log p(x) along the one column, over the data’s histogram',
    stage: CurveStage,
    offered: (dims) => dims === 1,
  },
  {
    key: 'change',
    label: 'Change of variables',
    help: 'Base density, map and pushed density, and the strips whose areas are equal',
    stage: ChangeStage,
    exact: true,
    offered: (dims) => dims === 1,
  },
  {
    key: 'density',
    label: 'Density',
    help: 'p(x) over the plane, x → z through the stack',
    stage: DensityStage,
    offered: (dims) => dims === 2,
  },
  {
    key: 'field',
    label: 'log|det J|',
    help: 'Where the flow expands and where it contracts, and in which directions',
    stage: FieldStage,
    exact: true,
    offered: (dims) => dims === 2,
  },
  {
    key: 'volume',
    label: 'Density',
    help: 'p(x) in space, x → z through the stack',
    stage: VolumeStage,
    exact: true,
    offered: (dims, spatial) => dims === 3 && spatial,
  },
  {
    key: 'space',
    label: 'Samples',
    help: 'Data and model samples in space',
    stage: SpaceStage,
    offered: (dims, spatial) => dims === 3 && spatial,
  },
  {
    key: 'layers',
    label: 'Layers',
    help: 'Points, a lattice and probability contours carried from z to x, layer by layer',
    stage: LayersStage,
    offered: (dims, spatial) => dims === 2 || (dims === 3 && spatial),
  },
  {
    key: 'pairs',
    label: 'Pairs',
    help: 'Data against model samples, two columns at a time',
    stage: PairsStage,
    offered: (dims) => dims > 2,
  },
  {
    key: 'corner',
    label: 'Corner',
    help: 'All pairs of chosen columns at once, with their marginals',
    stage: CornerStage,
    offered: (dims) => dims > 2,
  },
  {
    key: 'parallel',
    label: 'Parallel',
    help: 'Rows as lines across the axes of chosen columns',
    stage: ParallelStage,
    offered: (dims) => dims > 2,
  },
  {
    key: 'latent',
    label: 'Latent z',
    help: 'The data carried to z, against the base distribution',
    stage: LatentStage,
    allGiven: true,
    offered: (dims) => dims > 1,
  },
  {
    key: 'slice',
    label: 'Slice',
    help: 'log p over a plane of two columns, the others held',
    stage: SliceStage,
    exact: true,
    offered: (dims) => dims > 2,
  },
]

export const tabsFor = (dims: number, spatial: boolean): readonly Tab[] =>
  tabs.filter((tab) => tab.offered(dims, spatial))
