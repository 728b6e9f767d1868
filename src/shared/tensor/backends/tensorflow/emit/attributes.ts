import type { Shape } from '../../../ir/shape'
import { dataType, type AttrValue, type TensorProto, type TensorShapeProto, type TypeName } from '../proto/messages'

const shapeProto = (shape: Shape): TensorShapeProto => ({ dim: shape.map((size) => ({ size })) })

/** Attributes of nodes as TensorFlow writes them. */
export const attr = {
  type: (name: TypeName): AttrValue => ({ type: dataType[name] }),
  types: (names: readonly TypeName[]): AttrValue => ({ list: { type: names.map((name) => dataType[name]) } }),
  shape: (shape: Shape): AttrValue => ({ shape: shapeProto(shape) }),
  shapes: (shapes: readonly Shape[]): AttrValue => ({ list: { shape: shapes.map(shapeProto) } }),
  flag: (b: boolean): AttrValue => ({ b }),
  count: (i: number): AttrValue => ({ i }),
  text: (text: string): AttrValue => ({ s: Uint8Array.from(text, (character) => character.charCodeAt(0)) }),
  call: (name: string): AttrValue => ({ func: { name } }),
  tensor: (values: ArrayLike<number>, shape: Shape, type: TypeName): AttrValue => ({
    tensor: tensor(values, shape, type),
  }),
} as const

/** In memory every element takes as many bytes as those of the array. */
const arrays = { float: Float32Array, double: Float64Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array }

function tensor(values: ArrayLike<number>, shape: Shape, type: TypeName): TensorProto {
  if (type === 'resource') throw new Error('internal: a resource has no values')
  const data = arrays[type].from(values)
  const proto = { dtype: dataType[type], tensorShape: shapeProto(shape) }
  const [first] = data
  if (data.length < 2 || !data.every((value) => Object.is(value, first)))
    return { ...proto, tensorContent: new Uint8Array(data.buffer) }
  // one element is repeated as often as the shape asks for
  if (type === 'float') return { ...proto, floatVal: [first] }
  if (type === 'double') return { ...proto, doubleVal: [first] }
  return type === 'bool' ? { ...proto, boolVal: [first !== 0] } : { ...proto, intVal: [first] }
}
