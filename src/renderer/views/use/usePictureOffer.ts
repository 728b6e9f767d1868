import { useOffer, useScreenStore, type PictureDeeds } from '../../commands/screenStore'
import { useEngineStore } from '../../stores/engineStore'
import { t } from '../../strings/t'
import { useExport } from '../export/useExport'
import { useMomentStore } from '../momentStore'
import type { usePanes } from './usePanes'
import type { useTabChoice } from './useTabChoice'

/** Offers to commands what can be done with the picture; `view` is its name in file names. */
export function usePictureOffer(
  { tabs, chosen, choose }: ReturnType<typeof useTabChoice>,
  { atHome, reset, compare, picture }: ReturnType<typeof usePanes>,
  view: () => string,
): void {
  const engine = useEngineStore()
  const moments = useMomentStore()
  const screen = useScreenStore()

  const taking = useExport(picture, view)
  const plain = { transparent: false, withFlow: false }
  const deeds = { ...taking, png: () => taking.png(2, plain), svg: () => taking.svg(plain) }

  useOffer<PictureDeeds>((offer) => (screen.picture = offer), {
    get tabs() {
      return tabs.value
    },
    get chosen() {
      return chosen.value.key
    },
    get atHome() {
      return atHome.value
    },
    get incomparable() {
      return engine.snapshots.steps.length === 0 && !moments.comparing ? t('views.stage.noStep') : null
    },
    get offers() {
      const now = picture()
      return { any: now !== null, svg: now?.svg !== undefined, numbers: now?.numbers !== undefined }
    },
    choose,
    reset,
    compare,
    take: (kind) => deeds[kind](),
  })
}
