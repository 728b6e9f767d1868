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

/** `d_`, say, or, where the program has such names already because it is itself a derivative, `d2_`, `d3_` … */
function freshPrefix(letter: string, { inputs, outputs }: Program): string {
  const names = [...inputs.map(({ attributes }) => attributes.name), ...outputs.map(({ name }) => name)]
  let prefix = `${letter}_`
  for (let order = 2; names.some((name) => name.startsWith(prefix)); order++) prefix = `${letter}${order}_`
  return prefix
}

/**
 * Program → program: the outputs of the original, and `d_<output>` for each: its change when each input named in `wrt`
 * moves by the new input `d_<input>`. Of a derivative the prefix is `d2_`, and so on; updates are left out.
 */
export function jvpProgram(program: Program, wrt: readonly string[]): Program {
  const { b, input, outputs } = restart(program)
  const d = freshPrefix('d', program)
  const nodes = wrt.map(input)
  const moves = nodes.map((node, i) => b.input(`${d}${wrt[i]}`, node.shape))
  const primal = [...outputs.values()]
  const tangents = jvp(b, primal, nodes, moves)
  const named = [...outputs.keys()].map(
    (name, i) => [`${d}${name}`, tangents[i] ?? b.fill(0, primal[i].shape)] as const,
  )
  return b.program(`jvp of ${program.name}`, { ...Object.fromEntries(outputs), ...Object.fromEntries(named) })
}

/**
 * Program → program: the outputs of the original, and `c_<input>` for each input named in `wrt`: the cotangent that the
 * new inputs `c_<output>` induce there. Of a derivative the prefix is `c2_`, and so on; updates are left out.
 */
export function vjpProgram(program: Program, wrt: readonly string[]): Program {
  const { b, input, outputs } = restart(program)
  const c = freshPrefix('c', program)
  const seeds = [...outputs].map(([name, node]) => b.input(`${c}${name}`, node.shape))
  const cotangents = vjp(b, [...outputs.values()], seeds, wrt.map(input))
  const named = wrt.map((name, i) => [`${c}${name}`, cotangents[i]] as const)
  return b.program(`vjp of ${program.name}`, { ...Object.fromEntries(outputs), ...Object.fromEntries(named) })
}
