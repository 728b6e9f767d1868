/** TensorFlow's messages, as far as this backend writes them. Field numbers: see `description.ts`. */

/** TensorFlow's numbers of element types. */
export const dataType = { float: 1, double: 2, int32: 3, uint8: 4, bool: 10, resource: 20 } as const

export type TypeName = keyof typeof dataType

export interface TensorShapeProto {
  readonly dim: readonly { readonly size: number }[]
}

export interface TensorProto {
  readonly dtype: number
  readonly tensorShape: TensorShapeProto
  /** All elements as they lie in memory, little-endian; or one element in the list of its type, which is repeated. */
  readonly tensorContent?: Uint8Array
  readonly floatVal?: readonly number[]
  readonly doubleVal?: readonly number[]
  readonly intVal?: readonly number[]
  readonly boolVal?: readonly boolean[]
}

/** One of its fields is set. */
export interface AttrValue {
  readonly s?: Uint8Array
  readonly i?: number
  readonly f?: number
  readonly b?: boolean
  readonly type?: number
  readonly shape?: TensorShapeProto
  readonly tensor?: TensorProto
  readonly func?: { readonly name: string }
  readonly list?: { readonly type?: readonly number[]; readonly shape?: readonly TensorShapeProto[] }
}

export type Attributes = Readonly<Record<string, AttrValue>>

export interface NodeDef {
  readonly name: string
  readonly op: string
  /** In a graph `node` or `node:1` and `^node` for order alone; in a function `argument` or `node:output:0`. */
  readonly input: readonly string[]
  readonly attr: Attributes
}

export interface ArgDef {
  readonly name: string
  readonly type: number
}

export interface FunctionDef {
  readonly signature: {
    readonly name: string
    readonly inputArg: readonly ArgDef[]
    readonly outputArg: readonly ArgDef[]
  }
  readonly attr: Attributes
  readonly nodeDef: readonly NodeDef[]
  /** By the output's name the value inside that it is. */
  readonly ret: Readonly<Record<string, string>>
}

export interface GraphDef {
  readonly node: readonly NodeDef[]
  readonly library: { readonly function: readonly FunctionDef[] }
}
