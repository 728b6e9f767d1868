import type { Kernels } from './kernels'
import type { KernelStep, Plan, RepeatStep } from './plan'
import type { TfjsInfo } from './tfjs'

/** A plan with its constants on the device. */
export interface Runner {
  /** Runs it on the inputs, in the order of `plan.inputs`, which stay the caller's, and gives the results, which become so. */
  run(inputs: readonly TfjsInfo[]): Map<string, TfjsInfo>
  dispose(): void
}

type Action = (values: readonly TfjsInfo[]) => TfjsInfo

export function createRunner(kernels: Kernels, plan: Plan): Runner {
  const values = new Array<TfjsInfo>(plan.slots)
  const inner: Runner[] = []
  for (const { slot, values: data, shape, dtype } of plan.constants) values[slot] = kernels.upload(data, shape, dtype)

  const actions = plan.steps.map((step): Action => {
    if (step.kind === 'kernel') return kernelAction(kernels, step)
    const body = createRunner(kernels, step.body)
    inner.push(body)
    return repeatAction(kernels, step, body)
  })
  const outputs = plan.steps.map(({ output }) => output)
  const inputSlots = [...plan.inputs.values()]

  return {
    run(inputs) {
      inputSlots.forEach((slot, i) => {
        values[slot] = inputs[i]
      })
      let done = 0
      try {
        for (; done < actions.length; done++) {
          values[outputs[done]] = actions[done](values)
          for (const slot of plan.free[done]) kernels.free(values[slot])
        }
      } catch (error) {
        const freed = new Set(plan.free.slice(0, done).flat())
        for (const slot of outputs.slice(0, done)) if (!freed.has(slot)) kernels.free(values[slot])
        throw error
      }
      return new Map([...plan.results].map(([name, slot]) => [name, values[slot]]))
    },
    dispose() {
      for (const { slot } of plan.constants) kernels.free(values[slot])
      for (const runner of inner) runner.dispose()
    },
  }
}

function kernelAction(kernels: Kernels, { kernel, names, attributes, inputs }: KernelStep): Action {
  const call = kernels.kernel(kernel)
  const list: Action = (values) => {
    const operands = inputs.map((slot) => values[slot])
    return call(operands, attributes)
  }
  if (!names) return list
  return (values) => {
    const operands: Record<string, TfjsInfo> = {}
    for (let i = 0; i < names.length; i++) operands[names[i]] = values[inputs[i]]
    return call(operands, attributes)
  }
}

function repeatAction(kernels: Kernels, { body, times, names, result, inputs }: RepeatStep, runner: Runner): Action {
  const order = [...body.inputs.keys()]
  return (values) => {
    const current = new Map(names.map((name, i) => [name, values[inputs[i]]]))
    const ours = new Set<string>()
    for (let n = 0; n < times; n++) {
      const next = runner.run(order.map((name) => current.get(name)!))
      for (const [name, value] of next) {
        if (ours.has(name)) kernels.free(current.get(name)!)
        current.set(name, value)
        ours.add(name)
      }
    }
    for (const name of ours) if (name !== result) kernels.free(current.get(name)!)
    return current.get(result)!
  }
}
