import { leastNumbers } from '../../analysis/memory'
import type { Program } from '../../ir/program'
import { optimise } from '../../passes/pipeline'
import type { Backend, Making, Precision } from '../../runtime/backend'
import { writeModel } from './emit/model'
import type { Manner } from './emit/library'
import { named, shortened } from './errors'
import { TensorflowExecutable } from './executable'
import { encodeSavedModel } from './proto/savedModel'
import { rowOutputs } from './rows'
import type { Runner } from './runner'

export type { Runner } from './runner'

export interface TensorflowOptions {
  readonly runner: Runner
  readonly precision: Precision
  /** Bytes that there are at the most, where that is known: what needs more is refused before it is compiled for seconds. */
  readonly memoryLimit?: number
  /**
   * Left out, XLA compiles what takes turns, for it is run often, and the rest stays a graph, which is ready sooner: in a
   * quarter of a second in place of several. What XLA does not compile is run as a graph all the same.
   */
  readonly manner?: Manner
}

/** The most turns that a run is prepared for, each of which takes memory for its rows. */
const MOST_TURNS = 64

/**
 * Programs as graphs of TensorFlow, compiled by XLA where it can: one session for each, in which inputs and states stay
 * from run to run, and one run takes many turns.
 */
export function createTensorflowBackend({
  runner,
  precision,
  manner,
  memoryLimit = Infinity,
}: TensorflowOptions): Backend {
  const float = precision === 'float32' ? 'float' : 'double'
  /** What XLA refused, by the program's name. */
  const refused = new Map<string, string>()

  const prepareAs = async (program: Program, turns: number, how: Manner) => {
    const model = writeModel(program, { float, manner: how, turns, rowOutputs: rowOutputs(program) })
    const session = await runner.load(encodeSavedModel(model.graph))
    const executable = new TensorflowExecutable(program, model, session, float, runner.threads)
    try {
      await executable.start()
    } catch (error) {
      executable.dispose()
      throw error
    }
    return executable
  }

  return {
    name: 'tensorflow',
    precision,
    ...(runner.hardware && {
      hardware: { ...runner.hardware, facts: { ...runner.hardware.facts, graph: true, xla: manner !== 'graph' } },
    }),
    get uses() {
      const graphs = refused.size > 0 ? [`${refused.size} as plain graphs, which XLA refuses`] : []
      return [runner.uses, manner === 'graph' ? 'as a graph' : 'compiled by XLA', ...graphs].join(', ')
    },
    get fallbacks() {
      return [...refused].map(([name, reason]) => `"${name}" runs as a plain graph, since XLA refuses it: ${reason}.`)
    },
    async prepare(given, { turns }: Making = {}) {
      const program = optimise(given)
      const bytes = leastNumbers(program) * (float === 'float' ? 4 : 8)
      if (bytes > memoryLimit)
        throw named(
          program.name,
          `Out of memory: a run takes ${gigabytes(bytes)} and more, there are ${gigabytes(memoryLimit)}.`,
        )
      const most = Math.min(turns ?? 1, MOST_TURNS)
      const how = manner ?? (turns === undefined ? 'graph' : 'xla')
      try {
        if (how === 'xla') {
          try {
            return await prepareAs(program, most, 'xla')
          } catch (error) {
            if (!isRefusal(error)) throw error
            refused.set(program.name, shortened(error.message))
          }
        }
        return await prepareAs(program, most, 'graph')
      } catch (error) {
        throw named(program.name, error)
      }
    },
    dispose: () => {
      runner.dispose()
    },
  }
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

/** Whether XLA does not know an op or a use of it, in which case TensorFlow's own kernels may; not so lack of memory. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && !/out of memory|OOM|resource exhausted/i.test(error.message)
