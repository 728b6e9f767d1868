import { i32, load, op, type Expression } from '../assembler/expression'
import type { FunctionBuilder, Local } from '../assembler/functionBuilder'
import { carryOf, isCarry, isSequence, isStacked, resultKind } from '../../../ir/loopResults'
import { isOp, type Node } from '../../../ir/program'
import { sizeOf } from '../../../ir/shape'
import type { LoopUnit, RowUnit } from '../plan/units'
import { resolveAlias } from './alias'
import type { KernelSet } from './kernels'
import { handedOn } from './loopLayout'
import type { RowStage, TileContext } from './rowStage'

const VECTOR_BYTES = 16

export type EmitUnit = (f: FunctionBuilder, kernels: KernelSet, unit: RowUnit, stage: RowStage, at: TileContext) => void

/** Writes all turns of a loop over one tile. `emitUnit` writes a turn's units. */
export function emitLoop(
  f: FunctionBuilder,
  kernels: KernelSet,
  unit: LoopUnit,
  stage: RowStage,
  at: TileContext,
  emitUnit: EmitUnit,
): void {
  const { node, idle, units, results, totals } = unit
  const { body, length, reverse, operands } = node.attributes
  const { places, scratch } = at.loop(node)
  const outside = new Map<Node, Node>(body.inputs.map((input) => [input, node.inputs[operands.indexOf(input.attributes.name)]])) // prettier-ignore
  const outsideAt = (input: Node) => pointerTo(outside.get(input)!)
  const pointerTo = (of: Node): Expression => (stage.layout.rows.has(of) ? at.place(of) : i32(stage.address(of)))
  const add = (base: Expression, offset: number) => (offset === 0 ? base : op('i32.add', base, i32(offset)))
  const bytesOf = (of: Node) => stage.bytesOfTile(of)

  /** Where a value of a turn is, `turn` the entry of sequences and stacks that is its own. */
  const placeIn =
    (turn: Expression) =>
    (of: Node): Expression => {
      const own = places.rows.get(of)
      if (own !== undefined) return add(scratch, own)
      if (!isOp(of, 'input')) throw new Error(`internal: ${of.op} of a loop's turn has no memory`)
      return isSequence(of.attributes.name)
        ? op('i32.add', outsideAt(of), op('i32.mul', turn, i32(bytesOf(of))))
        : outsideAt(of)
    }
  const copy = (to: Expression, from: Expression, bytes: number) => {
    f.copyMemory(to, from, i32(bytes))
  }

  const ofRows = body.inputs.filter((input) => stage.analysis.extents.get(input)!.kind === 'rows')
  const rowsOfTurn = new Map([...places.rows.keys(), ...ofRows].map((of) => [of, { kind: 'scratch', offset: 0 } as const])) // prettier-ignore
  const inside: RowStage = {
    ...stage,
    units: [],
    layout: { ...stage.layout, rows: rowsOfTurn },
    address: (of) => {
      const total = totals.find((each) => each.inside === of)
      if (total) return stage.address(total.node)
      const { root, offset } = resolveAlias(of)
      const given = outside.get(root)
      return given ? stage.address(given) + offset * kernels.lanes.bytes : stage.address(of)
    },
  }

  f.scope(() => {
    for (const input of body.inputs)
      if (isCarry(input.attributes.name)) copy(placeIn(i32(0))(input), outsideAt(input), bytesOf(input))
    const accumulate = f.let(at.accumulate)
    if (idle)
      f.if(op('i32.eqz', accumulate), () => {
        for (const { node: total } of totals) f.fillMemory(sumAt(total), 0, i32(sizeOf(total.shape) * kernels.lanes.bytes)) // prettier-ignore
        f.set(accumulate, i32(1))
      })
    f.for(i32(0), i32(length), 1, (index) => {
      const turn = f.let(reverse ? op('i32.sub', i32(length - 1), index) : index)
      const place = placeIn(turn)
      const context: TileContext = {
        ...at,
        place,
        clearPadding: (of) => {
          at.clearPaddingAt(of, place(of))
        },
        scratch,
        panel: (of) => places.panels.get(of) ?? 0,
        loop: (of) => ({ places: places.inner.get(of)!, scratch: add(scratch, places.panels.get(of)!) }),
        accumulate,
      }
      const stack = (kind: 'y' | 'b') => {
        for (const { name, node: stacked } of results) {
          if (resultKind(name) !== kind) continue
          const of = body.outputs.find((output) => output.name === name)!.node
          const bytes = bytesOf(of)
          copy(op('i32.add', at.place(stacked), op('i32.mul', turn, i32(bytes))), place(of), bytes)
        }
      }
      stack('b')
      const work = () => {
        for (const each of units) emitUnit(f, kernels, each, inside, context)
        stack('y')
        for (const { carry, next } of handedOn(unit)) copy(place(carry), place(next), bytesOf(carry))
        f.set(accumulate, i32(1))
      }
      if (!idle) {
        work()
        return
      }
      for (const each of idle.units) emitUnit(f, kernels, each, inside, context)
      const all = f.local('i32')
      emitAllSet(f, place(idle.node), op('i32.mul', at.width, i32(kernels.lanes.bytes)), all)
      f.if(op('i32.eqz', all), work)
    })
    for (const { name, node: result } of results) {
      if (isStacked(name)) continue
      const carry = body.inputs.find((input) => input.attributes.name === carryOf(name))!
      copy(at.place(result), placeIn(i32(0))(carry), bytesOf(carry))
    }
  })

  function sumAt(of: Node): Expression {
    return op('i32.add', at.sums, i32(stage.address(of) - stage.layout.sums.total))
  }
}

/** Sets `all` to 1 where all bits of so many bytes, whole vectors, are set, else to 0. */
function emitAllSet(f: FunctionBuilder, from: Expression, bytes: Expression, all: Local): void {
  f.scope(() => {
    const start = f.let(from)
    f.set(all, i32(1))
    f.for(i32(0), bytes, VECTOR_BYTES, (offset) => {
      const vector = load('v128.load', op('i32.add', start, offset))
      f.set(all, op('i32.and', all, op('i32x4.all_true', vector)))
    })
  })
}
