import type { Kernels } from './kernels'
import type { KernelStep, Plan, RepeatStep } from './plan'
import type { Tensor } from './tfjs'

/** A plan with its constants on the device. */
export interface Runner {
  /** Runs it on the inputs, in the order of `plan.inputs`, which stay the caller's, and gives the results, which become so. */
  run(inputs: readonly Tensor[]): Map<string, Tensor>
  dispose(): void
}

type Action = (values: readonly Tensor[]) => Tensor

export function createRunner(kernels: Kernels, plan: Plan): Runner {
  const values = new Array<Tensor>(plan.slots)
  const inner: Runner[] = []
  for (const { slot, values: data, shape, dtype } of plan.constants) values[slot] = kernels.upload(data, shape, dtype)

  const actions = plan.steps.map((step): Action => {
    if (step.kind === 'kernel') return kernelAction(kernels, step)
    const body = createRunner(kernels, step.body)
    inner.push(body)
    return repeatAction(step, body)
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
          for (const slot of plan.free[done]) values[slot].dispose()
        }
      } catch (error) {
        const freed = new Set(plan.free.slice(0, done).flat())
        for (const slot of outputs.slice(0, done)) if (!freed.has(slot)) values[slot].dispose()
        throw error
      }
      return new Map([...plan.results].map(([name, slot]) => [name, values[slot]]))
    },
    dispose() {
      for (const { slot } of plan.constants) values[slot].dispose()
      for (const runner of inner) runner.dispose()
    },
  }
}

function kernelAction(kernels: Kernels, { kernel, names, attributes, inputs }: KernelStep): Action {
  if (!names) {
    return (values) => {
      const list = inputs.map((slot) => values[slot])
      return kernels.call(kernel, list, attributes)
    }
  }
  return (values) => {
    const operands: Record<string, Tensor> = {}
    for (let i = 0; i < names.length; i++) operands[names[i]] = values[inputs[i]]
    return kernels.call(kernel, operands, attributes)
  }
}

function repeatAction({ body, times, names, result, inputs }: RepeatStep, runner: Runner): Action {
  const order = [...body.inputs.keys()]
  return (values) => {
    const given = new Map(names.map((name, i) => [name, values[inputs[i]]]))
    let made = new Map<string, Tensor>()
    try {
      for (let n = 0; n < times; n++) {
        const next = runner.run(order.map((name) => made.get(name) ?? given.get(name)!))
        dispose(made)
        made = next
      }
    } catch (error) {
      dispose(made)
      throw error
    }
    const answer = made.get(result)!
    made.delete(result)
    dispose(made)
    return answer
  }
}

function dispose(made: ReadonlyMap<string, Tensor>): void {
  for (const tensor of made.values()) tensor.dispose()
}
