import { ACROSS } from '../charts/across'
import { SMOOTHINGS } from '../charts/smoothing'
import { useLossAxes } from '../charts/useLossAxes'
import { t } from '../strings/t'
import type { Command } from './command'

/** How the chart of losses is drawn. */
export function lossCommands(): readonly Command[] {
  const { choice, across, refusals, choose } = useLossAxes()
  return [
    {
      id: 'losses.log',
      title: () => t(choice.value.log ? 'charts.axes.toLinear' : 'charts.axes.toLog'),
      category: 'View',
      run: () => {
        choose({ log: !choice.value.log })
      },
    },
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
