import { computed, shallowRef, watch } from 'vue'
import type { ColumnPair, KeptRun, MetricsBatch, StoredPictures } from '@shared/rpc/protocol'
import { useEngineStore } from '../../stores/engineStore'
import { wordsOf } from '../../strings/said'

/** Nodes of a picture along a side. */
const RESOLUTION = 96

/** All that has to be asked for to hold runs against each other, anew whenever they are others. */
export function useCompared(ids: () => readonly string[], shown: () => readonly KeptRun[]) {
  const engine = useEngineStore()
  const histories = shallowRef<readonly (MetricsBatch | null)[]>([])
  const pictures = shallowRef<StoredPictures | null>(null)
  const problem = shallowRef<string | null>(null)
  /** The columns that draws of more than two dimensions are seen by, across and upwards. */
  const pair = shallowRef<ColumnPair>([0, 1])

  const picturesOf = (runs: readonly string[]) =>
    engine.host('runPictures', { runs: [...runs], resolution: RESOLUTION, columns: pair.value })

  /** Says what went wrong, unless other runs are looked at meanwhile. */
  async function attempt(runs: readonly string[], deed: () => Promise<void>): Promise<void> {
    try {
      await deed()
    } catch (error) {
      if (runs === ids()) problem.value = wordsOf(error)
    }
  }

  watch(
    ids,
    (runs) => {
      histories.value = []
      pictures.value = problem.value = null
      pair.value = [0, 1]
      return attempt(runs, async () => {
        const asked = Promise.all(runs.map((run) => engine.host('runCurves', { run })))
        const drawn = picturesOf(runs)
        const found = await asked
        if (runs === ids()) histories.value = found
        const known = await drawn
        if (runs === ids()) pictures.value = known
        // What is not known yet of the test rows is found out, one after the other.
        for (const { id } of shown().filter(({ testNll, untested }) => testNll === null && untested === null))
          if (runs === ids()) await engine.host('judgeRun', { run: id })
      })
    },
    { immediate: true },
  )

  /** The columns to choose among; none where all runs are seen whole. */
  const choices = computed(() => pictures.value?.columns?.map((label, d) => ({ value: String(d), label })) ?? [])
  const drawnBy = computed(() => {
    const [across, up] = pair.value.map((d) => choices.value[d]?.label)
    return across === undefined || up === undefined ? null : { across, up }
  })
  /** Has draws seen by another column; where the other side has that, it takes over the one that this side had. */
  function see(side: 'across' | 'up', column: number): Promise<void> {
    const [across, up] = pair.value
    const asked: ColumnPair =
      side === 'across' ? [column, column === up ? across : up] : [column === across ? up : across, column]
    pair.value = asked
    const runs = ids()
    return attempt(runs, async () => {
      const seen = await picturesOf(runs)
      if (runs === ids() && asked === pair.value) pictures.value = seen
    })
  }

  return { histories, pictures, problem, pair, choices, drawnBy, see }
}
