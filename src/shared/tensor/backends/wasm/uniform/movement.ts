import { i32, load, op } from '../assembler/expression'
import type { FunctionReference } from '../assembler/functionBuilder'
import type { ModuleBuilder } from '../assembler/moduleBuilder'
import type { Lanes } from '../lanes'

const pointers = (count: number) => ({ params: new Array<'i32'>(count).fill('i32'), results: [] })

/** (out, x, table, n): out[i] = x[table[i]], the table of 32-bit numbers counting elements. */
export function emitTake(module: ModuleBuilder, lanes: Lanes): FunctionReference {
  const { bytes } = lanes
  return module.function(pointers(4), (f) => {
    const [out, x, table, n] = [0, 1, 2, 3].map((i) => f.param(i))
    f.for(i32(0), n, 1, (i) => {
      const index = load('i32.load', op('i32.add', table, op('i32.shl', i, i32(2))))
      const from = op('i32.add', x, op('i32.mul', index, i32(bytes)))
      lanes.storeScalar(f, op('i32.add', out, op('i32.mul', i, i32(bytes))), lanes.loadScalar(from))
    })
  })
}

/** (out, x, table, n): out[table[i]] += x[i]. */
export function emitPut(module: ModuleBuilder, lanes: Lanes): FunctionReference {
  const { bytes, scalarType } = lanes
  return module.function(pointers(4), (f) => {
    const [out, x, table, n] = [0, 1, 2, 3].map((i) => f.param(i))
    f.for(i32(0), n, 1, (i) => {
      const index = load('i32.load', op('i32.add', table, op('i32.shl', i, i32(2))))
      f.scope(() => {
        const to = f.let(op('i32.add', out, op('i32.mul', index, i32(bytes))))
        const value = lanes.loadScalar(op('i32.add', x, op('i32.mul', i, i32(bytes))))
        lanes.storeScalar(f, to, op(`${scalarType}.add`, lanes.loadScalar(to), value))
      })
    })
  })
}

/** (out, x, index, n) for x [n, size]: out[i] = x[i, index[i]], the index being whole floats. */
export function emitGather(module: ModuleBuilder, lanes: Lanes, size: number): FunctionReference {
  const { bytes, scalarType } = lanes
  return module.function(pointers(4), (f) => {
    const [out, x, index, n] = [0, 1, 2, 3].map((i) => f.param(i))
    f.for(i32(0), n, 1, (i) => {
      const at = op('i32.mul', i, i32(bytes))
      const chosen = op(`i32.trunc_sat_${scalarType}_s`, lanes.loadScalar(op('i32.add', index, at)))
      const from = op('i32.mul', op('i32.add', op('i32.mul', i, i32(size)), chosen), i32(bytes))
      lanes.storeScalar(f, op('i32.add', out, at), lanes.loadScalar(op('i32.add', x, from)))
    })
  })
}

/** (out, v, index, n) for out [n, size], zeros before: out[i, index[i]] = v[i]. */
export function emitScatter(module: ModuleBuilder, lanes: Lanes, size: number): FunctionReference {
  const { bytes, scalarType } = lanes
  return module.function(pointers(4), (f) => {
    const [out, v, index, n] = [0, 1, 2, 3].map((i) => f.param(i))
    f.for(i32(0), n, 1, (i) => {
      const at = op('i32.mul', i, i32(bytes))
      const chosen = op(`i32.trunc_sat_${scalarType}_s`, lanes.loadScalar(op('i32.add', index, at)))
      const to = op('i32.mul', op('i32.add', op('i32.mul', i, i32(size)), chosen), i32(bytes))
      lanes.storeScalar(f, op('i32.add', out, to), lanes.loadScalar(op('i32.add', v, at)))
    })
  })
}
