import { MetricsFormat } from '@shared/rpc/protocol'
import { ACROSS } from '../charts/across'
import { SMOOTHINGS } from '../charts/smoothing'
import { useLossAxes } from '../charts/useLossAxes'
import { curvesName } from '../shells/fileKinds'
import { useDocumentStore } from '../stores/documentStore'
import { useEngineStore } from '../stores/engineStore'
import { useFileStore } from '../stores/fileStore'
import { t } from '../strings/t'
import type { Command } from './command'

/** How the chart of losses is drawn, and its curves as files. */
export function lossCommands(): readonly Command[] {
  const { choice, across, refusals, choose } = useLossAxes()
  const engine = useEngineStore()
  const files = useFileStore()
  const documents = useDocumentStore()
  return [
    {
      id: 'losses.log',
      title: () => t(choice.value.log ? 'charts.axes.toLinear' : 'charts.axes.toLog'),
      category: 'View',
      run: () => {
        choose({ log: !choice.value.log })
      },
    },
    ...MetricsFormat.options.map((format): Command => ({
      id: `losses.save-${format}`,
      title: t(`charts.save.${format}`),
      category: 'File',
      when: () => engine.status.step > 0 || t('charts.save.none'),
      run: () => files.exportFile(curvesName(documents.document.name, format), () => engine.exportMetrics(format)),
    })),
    ...ACROSS.map((way): Command => ({
      id: `losses.by-${way}`,
      title: t(`charts.axes.by.${way}`),
      category: 'View',
      when: () => refusals.value[way] ?? (across.value !== way || t('commands.not.soNow')),
      run: () => {
        choose({ across: way })
      },
    })),
    ...SMOOTHINGS.map((smoothing): Command => ({
      id: `losses.smoothing-${smoothing}`,
      title: t(`charts.axes.smoothings.${smoothing}`),
      category: 'View',
      when: () => choice.value.smoothing !== smoothing || t('commands.not.soNow'),
      run: () => {
        choose({ smoothing })
      },
    })),
  ]
}
