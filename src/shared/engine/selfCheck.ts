import { gradient } from '../tensor/autodiff/vjp'
import { Builder } from '../tensor/ir/builder'
import type { Program } from '../tensor/ir/program'
import type { Backend } from '../tensor/runtime/backend'
import { interpret } from '../tensor/runtime/interpreter/interpret'

const TOLERANCE = 1e-4

/** A small network with its gradient and an update: the kinds of op that training stands on. */
function probeProgram(): Program {
  const b = new Builder()
  const x = b.rows('x', [5, 3])
  const w = b.input('w', [3, 4])
  const hidden = b.tanh(b.matmul(x, w))
  const picked = b.select(b.less(hidden, 0), b.softplus(hidden), b.exp(hidden))
  const loss = b.mean(b.sum(b.softmax(b.cumsum(picked)), [0]))
  const total = b.add(loss, b.mean(b.square(picked)))
  const [slope] = gradient(b, total, [w])
  return b.program('self-check', { total, slope }, { w: b.sub(w, slope) })
}

/** Runs a small program twice and compares with the interpreter; null when they agree, else what differs. */
export async function selfCheck(backend: Backend): Promise<string | null> {
  const program = probeProgram()
  const x = Float64Array.from({ length: 15 }, (_, i) => Math.sin(i + 1))
  const w = Float64Array.from({ length: 12 }, (_, i) => Math.cos(2 * i))
  const once = interpret(program, new Map([['x', x], ['w', w]])) // prettier-ignore
  const twice = interpret(program, new Map([['x', x], ['w', once.get('w')!]])) // prettier-ignore
  const executable = await backend.prepare(program)
  try {
    executable.write('x', x)
    executable.write('w', w)
    await executable.run()
    await executable.run()
    for (const name of ['total', 'slope', 'w']) {
      const got = await executable.read(name)
      const expected = twice.get(name)!
      const worst = Math.max(...Array.from(expected, (value, i) => Math.abs(value - got[i])))
      if (!(worst < TOLERANCE)) return `computes "${name}" of a small network wrongly by ${worst.toExponential(1)}.`
    }
    return null
  } finally {
    executable.dispose()
  }
}
