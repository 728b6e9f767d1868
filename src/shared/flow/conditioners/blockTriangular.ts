import type { Node } from '../../tensor/ir/program'
import { range } from '../../tensor/ir/range'
import type { ParameterSpec, TraceContext } from '../bijector'
import { gaussian, zeros } from '../initial'

/** A layer of a block-triangular network, its weights as they act. */
export interface BlockWeights {
  /** [D·a, D·c]: unit k of coordinate i is at i·a + k, and sees the units of i and of the coordinates before it. */
  readonly weight: Node
  /** [D·c], or [B, D·c] where it differs from row to row. */
  readonly bias: Node
  /** [D, a, c]: ln of the blocks on the diagonal, which are positive. */
  readonly logDiagonal: Node
}

export interface BlockLayer {
  readonly parameters: readonly ParameterSpec[]
  at(context: TraceContext): BlockWeights
}

/**
 * One layer of BNAF (De Cao et al. 2019, arXiv:1904.04676) from a to c units per coordinate. With V the parameter, W' is
 * e^V in the blocks of a coordinate with itself, V where the input's coordinate comes before the output's, else 0. Each
 * column is then normalised: W_·j = e^{s_j} W'_·j / ‖W'_·j‖. These are equations 7 and 8 and appendix C of the paper at
 * UAI 2019, where W acts from the left and has its rows normalised, V starts from N(0, 1) and e^s from U(0, 1).
 *
 * `<name>.weight` V [D·a, D·c], N(0, ½²) at the start, `<name>.scale` s [D·c], 0 at the start, `<name>.bias` [D·c], N(0, 1)
 * at the start. `before` tells whether a coordinate comes before another.
 */
export function blockLayer(
  name: string,
  { dims, inputs, outputs }: { readonly dims: number; readonly inputs: number; readonly outputs: number },
  before: (i: number, j: number) => boolean,
): BlockLayer {
  const [rows, columns] = [dims * inputs, dims * outputs]
  const places = range(0, rows * columns)
  const coordinates = (at: number) =>
    [Math.floor(Math.floor(at / columns) / inputs), Math.floor((at % columns) / outputs)] as const
  const mask = (keeps: (from: number, to: number) => boolean) => places.map((at) => Number(keeps(...coordinates(at))))
  // row by row, these are the blocks of the diagonal one after another
  const onDiagonal = places.filter((at) => coordinates(at)[0] === coordinates(at)[1])
  return {
    parameters: [
      gaussian(`${name}.weight`, [rows, columns], 0.5),
      zeros(`${name}.scale`, [columns]),
      gaussian(`${name}.bias`, [columns], 1),
    ],
    at: ({ b, parameter }) => {
      const [raw, scale] = [parameter(`${name}.weight`), parameter(`${name}.scale`)]
      const diagonal = b.constant(
        mask((from, to) => from === to),
        [rows, columns],
      )
      const earlier = b.constant(mask(before), [rows, columns])
      // the exponential sees 0 off the diagonal, so that it cannot overflow there
      const free = b.add(b.mul(b.exp(b.mul(raw, diagonal)), diagonal), b.mul(raw, earlier))
      const logFactor = b.sub(scale, b.mul(0.5, b.log(b.sum(b.square(free), [0]))))
      const logs = b.take(b.reshape(b.add(raw, logFactor), [rows * columns]), onDiagonal)
      return {
        weight: b.mul(free, b.exp(logFactor)),
        bias: parameter(`${name}.bias`),
        logDiagonal: b.reshape(logs, [dims, inputs, outputs]),
      }
    },
  }
}
