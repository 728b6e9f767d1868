import type { INamespace } from 'protobufjs/light'

/*
 * Fields of TensorFlow's public messages that this backend writes, with their numbers: saved_model.proto, meta_graph.proto,
 * graph.proto, node_def.proto, function.proto, op_def.proto, attr_value.proto, tensor.proto, tensor_shape.proto and
 * versions.proto of tensorflow/core. Wire types follow from these; names are of no matter to whoever reads the bytes.
 */

const one = (id: number, type: string) => ({ id, type })
const many = (id: number, type: string) => ({ id, type, rule: 'repeated' })
const map = (id: number, type: string) => ({ id, type, keyType: 'string' })

export const description: INamespace = {
  nested: {
    SavedModel: { fields: { schemaVersion: one(1, 'int64'), metaGraphs: many(2, 'MetaGraphDef') } },
    MetaGraphDef: { fields: { metaInfoDef: one(1, 'MetaInfoDef'), graphDef: one(2, 'GraphDef') } },
    MetaInfoDef: { fields: { tags: many(4, 'string') } },
    GraphDef: {
      fields: {
        node: many(1, 'NodeDef'),
        library: one(2, 'FunctionDefLibrary'),
        versions: one(4, 'VersionDef'),
      },
    },
    VersionDef: { fields: { producer: one(1, 'int32'), minConsumer: one(2, 'int32') } },
    NodeDef: {
      fields: {
        name: one(1, 'string'),
        op: one(2, 'string'),
        input: many(3, 'string'),
        attr: map(5, 'AttrValue'),
      },
    },
    FunctionDefLibrary: { fields: { function: many(1, 'FunctionDef') } },
    FunctionDef: {
      fields: {
        signature: one(1, 'OpDef'),
        nodeDef: many(3, 'NodeDef'),
        ret: map(4, 'string'),
        attr: map(5, 'AttrValue'),
      },
    },
    OpDef: { fields: { name: one(1, 'string'), inputArg: many(2, 'ArgDef'), outputArg: many(3, 'ArgDef') } },
    ArgDef: { fields: { name: one(1, 'string'), type: one(3, 'int32') } },
    AttrValue: {
      oneofs: { value: { oneof: ['list', 's', 'i', 'f', 'b', 'type', 'shape', 'tensor', 'func'] } },
      fields: {
        list: one(1, 'ListValue'),
        s: one(2, 'bytes'),
        i: one(3, 'int64'),
        f: one(4, 'float'),
        b: one(5, 'bool'),
        type: one(6, 'int32'),
        shape: one(7, 'TensorShapeProto'),
        tensor: one(8, 'TensorProto'),
        func: one(10, 'NameAttrList'),
      },
    },
    ListValue: { fields: { type: many(6, 'int32'), shape: many(7, 'TensorShapeProto') } },
    NameAttrList: { fields: { name: one(1, 'string') } },
    TensorShapeProto: { fields: { dim: many(2, 'Dim') } },
    Dim: { fields: { size: one(1, 'int64') } },
    TensorProto: {
      fields: {
        dtype: one(1, 'int32'),
        tensorShape: one(2, 'TensorShapeProto'),
        tensorContent: one(4, 'bytes'),
        floatVal: many(5, 'float'),
        doubleVal: many(6, 'double'),
        intVal: many(7, 'int32'),
        boolVal: many(11, 'bool'),
      },
    },
  },
}
