import { failure, type Issue, type Outcome } from '../../document/issue'
import type { ModelFile, ModelParameter } from '../../document/model'
import { placedInOrder } from '../../document/chain'
import { isActive } from '../../document/expand'
import { compileFlow } from '../../flow/compile'
import type { Flow, ParameterPlace } from '../../flow/flow'
import { sameShape, showShape, sizeOf, type Shape } from '../../tensor/ir/shape'
import { decodeFloat32, encodeFloat32 } from '../../document/float32'
import { targetOf } from '../data/target'
import { ContextUnits } from '../context'
import { padTheta } from '../theta'
import type { Learnt } from '../training/carry'
import { Units } from '../units'

/** A trained flow with what it was trained on, ready to be written or asked. */
export interface TrainedFlow {
  readonly flow: Flow
  /** As `padTheta` gives it. */
  readonly theta: Float64Array
  readonly units: Units
  /** How what x is given becomes numbers; `noContext` for p(x). */
  readonly context: ContextUnits
}

/** A flow and its parameters as a model file; parameters are rounded to float32. */
export function writeModel(
  { flow, theta, units, context }: TrainedFlow,
  about: Pick<ModelFile, 'document' | 'metrics' | 'provenance'> & {
    readonly names: readonly string[]
    /** What blocks have learnt that are bypassed. */
    readonly idle?: ReadonlyMap<string, Learnt>
  },
): ModelFile {
  const { document, metrics, provenance, names, idle = new Map() } = about
  return {
    format: 'diffeo/model',
    version: 1,
    document,
    data: {
      dims: flow.dims,
      names: [...names],
      preprocessing: [...units.preprocessing],
      ...(context.columns.length > 0 && { context: [...context.columns] }),
    },
    parameters: [
      ...flow.parameters.map(({ node, name, spec, offset, size }) =>
        written(node, name, spec.shape, theta.subarray(offset, offset + size)),
      ),
      ...[...idle].flatMap(([node, learnt]) => parametersOf(node, learnt)),
    ],
    metrics,
    provenance,
  }
}

const written = (node: string, name: string, shape: Shape, values: Float64Array): ModelParameter => ({
  node,
  name,
  shape: [...shape],
  dtype: 'float32',
  data: encodeFloat32(values),
})

/** Of a bypassed block: as it would be judged and shown. */
function parametersOf(node: string, { places, theta, ema }: Learnt): readonly ModelParameter[] {
  let offset = 0
  return places.map(({ name, shape }) => {
    const from = offset
    offset += sizeOf(shape)
    return written(node, name, shape, (ema ?? theta).subarray(from, offset))
  })
}

/** Ids of blocks that the document bypasses. */
const bypassedIn = ({ document }: ModelFile): ReadonlySet<string> =>
  new Set(placedInOrder(document).flatMap(({ block }) => (isActive(block) ? [] : [block.id])))

/** What a model's bypassed blocks have learnt, as far as its file has it: they may be switched on. */
export function idleOf(model: ModelFile): ReadonlyMap<string, Learnt> {
  const idle = new Map<string, Learnt>()
  for (const node of bypassedIn(model)) {
    const own = model.parameters.filter((parameter) => parameter.node === node)
    const values = own.map(({ data }) => decodeFloat32(data) ?? new Float32Array(0))
    const theta = Float64Array.from(values.flatMap((each) => [...each]))
    const zeros = new Float64Array(theta.length)
    const places = own.map(({ name, shape }) => ({ name, shape }))
    if (own.length > 0) idle.set(node, { places, theta, m: zeros, v: zeros, ema: null, count: 0 })
  }
  return idle
}

/** The flow that a model file describes, its parameters in place; a parameter that does not fit is named. */
export function readModel(model: ModelFile): Outcome<TrainedFlow> {
  const { dims, preprocessing } = model.data
  const context = new ContextUnits(model.data.context ?? [])
  const units = new Units(dims, preprocessing)
  const target = targetOf(model.document.data.source, units)
  const compiled = compileFlow(model.document, dims, context.dims, target?.trace)
  if (!compiled.ok) return compiled
  const flow = compiled.value
  const theta = padTheta(flow, [])
  const given = new Map(model.parameters.map((parameter) => [keyOf(parameter), parameter]))
  const issues: Issue[] = []
  for (const place of flow.parameters) {
    const parameter = given.get(keyOf(place))
    given.delete(keyOf(place))
    const values = valuesFor(place, parameter)
    if (values.ok) theta.set(values.value, place.offset)
    else issues.push(...values.issues)
  }
  const bypassed = bypassedIn(model)
  for (const { node, name } of [...given.values()].filter((one) => !bypassed.has(one.node)))
    issues.push(...misfit(node, name, 'belongs to nothing in the stack. Remove it, or export the model again').issues)
  if (issues.length > 0) return { ok: false, issues }
  return { ok: true, value: { flow, theta, units, context } }
}

const keyOf = ({ node, name }: { readonly node: string; readonly name: string }): string => `${node}/${name}`

function valuesFor({ node, name, spec, size }: ParameterPlace, given?: ModelParameter): Outcome<Float32Array> {
  const expected = `expected ${showShape(spec.shape)}`
  if (!given) return misfit(node, name, `is missing, ${expected}. Export the model again`)
  if (!sameShape(given.shape, spec.shape))
    return misfit(node, name, `has shape ${showShape(given.shape)}, ${expected}. It was made for another stack`)
  const values = decodeFloat32(given.data)
  if (values?.length !== size)
    return misfit(node, name, `has ${values?.length ?? 'no readable'} values, ${expected}. The file is damaged`)
  return { ok: true, value: values }
}

const misfit = (node: string, name: string, what: string) =>
  failure(`Block "${node}": parameter "${name}" ${what}.`, `parameters.${node}.${name}`, node)
