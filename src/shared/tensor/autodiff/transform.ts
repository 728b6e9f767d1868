import { Builder } from '../ir/builder'
import type { Program } from '../ir/program'
import { jvp } from './jvp'
import { vjp } from './vjp'

function restart(program: Program) {
  const b = new Builder()
  const inputs = new Map(program.inputs.map(({ attributes: { name, shape } }) => [name, b.input(name, shape)] as const))
  const outputs = b.inline(program, inputs)
  const input = (name: string) => {
    const node = inputs.get(name)
    if (!node) throw new Error(`internal: "${program.name}" has no input "${name}"`)
    return node
  }
  return { b, input, outputs }
}

/**
 * Program → program: the outputs of the original, and `d_<output>` for each: its change when each input named in `wrt`
 * moves by the new input `d_<input>`.
 */
export function jvpProgram(program: Program, wrt: readonly string[]): Program {
  const { b, input, outputs } = restart(program)
  const nodes = wrt.map(input)
  const moves = nodes.map((node, i) => b.input(`d_${wrt[i]}`, node.shape))
  const primal = [...outputs.values()]
  const tangents = jvp(b, primal, nodes, moves)
  const named = [...outputs.keys()].map((name, i) => [`d_${name}`, tangents[i] ?? b.fill(0, primal[i].shape)] as const)
  return b.program(`jvp of ${program.name}`, { ...Object.fromEntries(outputs), ...Object.fromEntries(named) })
}

/**
 * Program → program: the outputs of the original, and `c_<input>` for each input named in `wrt`: the cotangent that the
 * new inputs `c_<output>` induce there.
 */
export function vjpProgram(program: Program, wrt: readonly string[]): Program {
  const { b, input, outputs } = restart(program)
  const seeds = [...outputs].map(([name, node]) => b.input(`c_${name}`, node.shape))
  const cotangents = vjp(b, [...outputs.values()], seeds, wrt.map(input))
  const named = wrt.map((name, i) => [`c_${name}`, cotangents[i]] as const)
  return b.program(`vjp of ${program.name}`, { ...Object.fromEntries(outputs), ...Object.fromEntries(named) })
}
