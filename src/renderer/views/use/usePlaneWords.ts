import { computed } from 'vue'
import type { Opened } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { t } from '../../strings/t'
import { useCalm } from '../../use/useCalm'
import { cloudsSentence, densitySentence, massWords } from '../densityWords'
import { stageWords } from '../stageState'
import { useShown } from './useMoment'
import type { PlaneScene } from './usePlaneDrawing'
import { useStepWords } from './useStepWords'

/** What the words need besides what is drawn, each read by itself: a sentence is not to be made anew with every frame. */
export interface PlaneSubject {
  readonly opened: () => Opened | null
  /** Whether it is of a density, and not of clouds alone. */
  readonly withDensity: () => boolean
  readonly names: () => readonly [string, string]
}

/** What is said of the data plane: in its place, below it, and to those who do not see it. */
export function usePlaneWords(scene: PlaneScene, { opened, withDensity, names }: PlaneSubject) {
  const engine = useEngineStore()
  const flow = useShown()
  const stepWords = useStepWords()

  /** In the place of the picture, or over it; null while there is nothing to say. */
  const words = computed(() =>
    stageWords(engine.connected, engine.lost, opened(), flow.state.value, scene.density() !== null || !withDensity()),
  )
  const facts = useCalm(() => {
    const [step, density] = [scene.step(), scene.density()]
    return {
      step: stepWords(step),
      mass: density === null ? null : massWords(density.levels),
      density,
      model: scene.modelPoints(),
    }
  })
  /** What the picture shows, in a sentence. */
  const sentence = computed(() => {
    const { density, model } = facts.value
    if (!withDensity()) return cloudsSentence(scene.dataPoints(), model, names())
    return density === null ? '' : densitySentence(density.grid, density.levels.mass, names())
  })
  const label = computed(() => {
    const [across, up] = names()
    return t(withDensity() ? 'views.plane.densityLabel' : 'views.plane.samplesLabel', { across, up })
  })
  return { words, facts, sentence, label }
}
