import { broadcastShapes, sameShape, sizeOf, type Shape } from '../../ir/shape'
import { schedule, type Plan, type Slot, type Step, type Upload } from './plan'
import type { TfjsType, TfjsValues } from './tfjs'

/** A value of the plan being written. */
export interface Value {
  readonly slot: Slot
  readonly shape: Shape
  readonly dtype: TfjsType
  /** The one number that a constant holds, if it does. */
  readonly uniform?: number
}

type Binary = 'Add' | 'Sub' | 'Multiply' | 'RealDiv' | 'Maximum' | 'Minimum'
type Truth = 'Less' | 'LessEqual' | 'Equal' | 'LogicalAnd' | 'LogicalOr'

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

/** Writes a plan: each method adds a kernel call, or finds that the same call has been made. */
export class Emitter {
  readonly #steps: Step[] = []
  readonly #constants: Upload[] = []
  readonly #inputs = new Map<string, Slot>()
  readonly #known = new Map<string, Value>()
  /** For a value that shares another's data: that other. */
  readonly #sources = new Map<Slot, Slot>()
  /** The shape in which a value's data has been the right operand of a product. */
  readonly #rightOperands = new Map<Slot, Shape>()
  #slots = 0

  /** `wasm`: some of its kernels are so slow, as measured where they are avoided, that others do their work. */
  constructor(readonly device: 'wasm' | 'other') {}

  input(name: string, shape: Shape): Value {
    const slot = this.#slots++
    this.#inputs.set(name, slot)
    return { slot, shape, dtype: 'float32' }
  }

  /** Values that do not change, uploaded once. */
  constant(values: ArrayLike<number>, shape: Shape, dtype: TfjsType = 'float32'): Value {
    const data: TfjsValues = arrays[dtype].from(values)
    if (data.every((value) => Object.is(value, data[0]))) return this.fill(data[0], shape, dtype)
    return this.#upload(`${dtype} ${shape.join()}: ${data.join()}`, () => data, { shape, dtype })
  }

  fill(value: number, shape: Shape, dtype: TfjsType = 'float32'): Value {
    const shown = Object.is(value, -0) ? '-0' : value
    const data = () => new arrays[dtype](sizeOf(shape)).fill(value)
    return this.#upload(`${dtype} ${shape.join()} ${shown}`, data, { shape, dtype, uniform: value })
  }

  #upload(key: string, values: () => TfjsValues, type: Omit<Value, 'slot'>): Value {
    return this.#once(key, () => {
      const slot = this.#slots++
      this.#constants.push({ slot, values: values(), shape: type.shape, dtype: type.dtype })
      return { slot, ...type }
    })
  }

  /** Any kernel whose result has the given shape and type. */
  call(
    kernel: string,
    inputs: Readonly<Record<string, Value>> | readonly Value[],
    attributes: object,
    type: Pick<Value, 'shape' | 'dtype'>,
  ): Value {
    const names = Array.isArray(inputs) ? null : Object.keys(inputs)
    const slots = Object.values(inputs).map(({ slot }) => slot)
    return this.#once(`${kernel} ${slots.join()} ${JSON.stringify(attributes)}`, () => {
      const output = this.#slots++
      this.#steps.push({ kind: 'kernel', kernel, names, attributes, inputs: slots, output })
      return { slot: output, shape: type.shape, dtype: type.dtype }
    })
  }

  /** See `RepeatStep`. */
  repeat(body: Plan, times: number, inputs: Readonly<Record<string, Value>>, result: string): Value {
    const values = Object.values(inputs)
    const output = this.#slots++
    this.#steps.push({
      kind: 'repeat',
      body,
      times,
      names: Object.keys(inputs),
      result,
      inputs: values.map(({ slot }) => slot),
      output,
    })
    return { slot: output, shape: inputs[result].shape, dtype: inputs[result].dtype }
  }

  unary(kernel: string, x: Value): Value {
    return this.call(kernel, { x }, {}, x)
  }

  /** Broadcasts its operands, as tfjs does. */
  binary(kernel: Binary | Truth, a: Value, b: Value): Value {
    const truth = ['Less', 'LessEqual', 'Equal', 'LogicalAnd', 'LogicalOr'].includes(kernel)
    return this.call(
      kernel,
      { a, b },
      {},
      { shape: broadcastShapes(a.shape, b.shape), dtype: truth ? 'bool' : a.dtype },
    )
  }

  cast(x: Value, dtype: TfjsType): Value {
    return x.dtype === dtype ? x : this.call('Cast', { x }, { dtype }, { shape: x.shape, dtype })
  }

  reshape(x: Value, shape: Shape): Value {
    if (sameShape(x.shape, shape)) return x
    if (x.uniform !== undefined) return this.fill(x.uniform, shape, x.dtype)
    const same = this.call('Reshape', { x }, { shape }, { shape, dtype: x.dtype })
    this.#sources.set(same.slot, this.#source(x.slot))
    return same
  }

  #source(slot: Slot): Slot {
    return this.#sources.get(slot) ?? slot
  }

  /** The same values in memory of their own. */
  copy(x: Value): Value {
    return this.binary('Multiply', x, this.fill(1, []))
  }

  /** Repeats by a product with ones: exact, and faster than tiling. */
  broadcast(x: Value, shape: Shape): Value {
    if (sizeOf(x.shape) === sizeOf(shape)) return this.reshape(x, shape)
    if (x.uniform !== undefined) return this.fill(x.uniform, shape, x.dtype)
    const ones = this.fill(1, shape)
    const repeated = this.binary('Multiply', this.cast(x, 'float32'), ones)
    return x.dtype === 'bool' ? this.binary('Equal', repeated, ones) : repeated
  }

  /** Zeros before and after along one axis. */
  pad(x: Value, axis: number, before: number, after: number): Value {
    if (before === 0 && after === 0) return x
    const paddings = x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0]))
    const shape = x.shape.map((n, i) => (i === axis ? n + before + after : n))
    return this.call('PadV2', { x }, { paddings, constantValue: 0 }, { shape, dtype: x.dtype })
  }

  matmul(a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
    const rank = a.shape.length
    const m = a.shape[transposeA ? rank - 1 : rank - 2]
    const n = b.shape[transposeB ? rank - 2 : rank - 1]
    const shape = [...a.shape.slice(0, -2), m, n]
    const right = this.device === 'wasm' ? this.#rightOperand(b) : b
    return this.call('BatchMatMul', { a, b: right }, { transposeA, transposeB }, { shape, dtype: 'float32' })
  }

  /**
   * The wasm backend packs a product's right operand once and finds it again by its data, whatever its shape has become
   * by then: the same data in a second shape would be read as the first, out of bounds.
   */
  #rightOperand(b: Value): Value {
    const source = this.#source(b.slot)
    const packed = this.#rightOperands.get(source)
    if (!packed) this.#rightOperands.set(source, b.shape)
    return !packed || sameShape(packed, b.shape) ? b : this.copy(b)
  }

  /** The finished plan. A result that is an input, a constant or another result as well gets a slot of its own. */
  plan(results: Iterable<readonly [string, Value]>): Plan {
    const taken = new Set<Slot>([...this.#inputs.values(), ...this.#constants.map(({ slot }) => slot)])
    const own = new Map<string, Slot>()
    for (const [name, value] of results) {
      // a result may become an input, and there a right operand of another shape
      let { slot } = this.#rightOperands.has(this.#source(value.slot)) ? this.copy(value) : value
      if (taken.has(slot)) {
        const output = this.#slots++
        this.#steps.push({ kind: 'kernel', kernel: 'Identity', names: ['x'], attributes: {}, inputs: [slot], output })
        slot = output
      }
      taken.add(slot)
      own.set(name, slot)
    }
    return schedule({
      slots: this.#slots,
      constants: this.#constants,
      inputs: this.#inputs,
      steps: this.#steps,
      results: own,
    })
  }

  #once(key: string, make: () => Value): Value {
    const known = this.#known.get(key)
    if (known) return known
    const value = make()
    this.#known.set(key, value)
    return value
  }
}
