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
import { t } from '../strings/t'

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
    label: t('views.tabs.density'),
    help: t('views.tabs.curveHelp'),
    stage: CurveStage,
    offered: (dims) => dims === 1,
  },
  {
    key: 'change',
    label: t('views.tabs.change'),
    help: t('views.tabs.changeHelp'),
    stage: ChangeStage,
    exact: true,
    offered: (dims) => dims === 1,
  },
  {
    key: 'density',
    label: t('views.tabs.density'),
    help: t('views.tabs.densityHelp'),
    stage: DensityStage,
    offered: (dims) => dims === 2,
  },
  {
    key: 'field',
    label: t('views.tabs.field'),
    help: t('views.tabs.fieldHelp'),
    stage: FieldStage,
    exact: true,
    offered: (dims) => dims === 2,
  },
  {
    key: 'volume',
    label: t('views.tabs.density'),
    help: t('views.tabs.volumeHelp'),
    stage: VolumeStage,
    exact: true,
    offered: (dims, spatial) => dims === 3 && spatial,
  },
  {
    key: 'space',
    label: t('views.tabs.samples'),
    help: t('views.tabs.samplesHelp'),
    stage: SpaceStage,
    offered: (dims, spatial) => dims === 3 && spatial,
  },
  {
    key: 'layers',
    label: t('views.tabs.layers'),
    help: t('views.tabs.layersHelp'),
    stage: LayersStage,
    offered: (dims, spatial) => dims === 2 || (dims === 3 && spatial),
  },
  {
    key: 'pairs',
    label: t('views.tabs.pairs'),
    help: t('views.tabs.pairsHelp'),
    stage: PairsStage,
    offered: (dims) => dims > 2,
  },
  {
    key: 'corner',
    label: t('views.tabs.corner'),
    help: t('views.tabs.cornerHelp'),
    stage: CornerStage,
    offered: (dims) => dims > 2,
  },
  {
    key: 'parallel',
    label: t('views.tabs.parallel'),
    help: t('views.tabs.parallelHelp'),
    stage: ParallelStage,
    offered: (dims) => dims > 2,
  },
  {
    key: 'latent',
    label: t('views.tabs.latent'),
    help: t('views.tabs.latentHelp'),
    stage: LatentStage,
    allGiven: true,
    offered: (dims) => dims > 1,
  },
  {
    key: 'slice',
    label: t('views.tabs.slice'),
    help: t('views.tabs.sliceHelp'),
    stage: SliceStage,
    exact: true,
    offered: (dims) => dims > 2,
  },
]

export const tabsFor = (dims: number, spatial: boolean): readonly Tab[] =>
  tabs.filter((tab) => tab.offered(dims, spatial))
