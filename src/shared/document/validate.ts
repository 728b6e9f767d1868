import { allNodes, chainOf } from './chain'
import { checkAnnotations } from './check/annotations'
import { blame } from './check/blame'
import { checkContext } from './check/context'
import { checkGraph } from './check/graph'
import { checkModel } from './check/model'
import { checkObjective } from './check/objective'
import { checkSettings } from './check/settings'
import { checkStack } from './check/stack'
import { checkStochastic } from './check/stochastic'
import { checkTraining } from './check/training'
import { checkTransforms } from './check/transforms'
import type { Issue, Outcome } from './issue'
import { documentFormat, modelFormat } from './migrations'
import { ModelFile } from './model'
import { explain } from './read/explain'
import { readJson } from './read/json'
import { recognise } from './read/recognise'
import { FlowDocument } from './schema'

/**
 * A document from a file's text or a value that arrived from outside, older versions brought to the present one. Only its
 * form is checked, so that a stack with faults can be opened and mended; `checkDocument` says what they are.
 */
export function parseDocument(input: unknown): Outcome<FlowDocument> {
  const json = readJson(input)
  if (!json.ok) return json
  const fields = recognise(documentFormat, json.value)
  if (!fields.ok) return fields
  const parsed = FlowDocument.safeParse(fields.value)
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false, issues: explain(parsed.error, fields.value) }
}

/**
 * A model from a file's text or a value. It must be whole: form, document, and every parameter's data against its shape.
 */
export function parseModel(input: unknown): Outcome<ModelFile> {
  const json = readJson(input)
  if (!json.ok) return json
  const fields = recognise(modelFormat, json.value)
  if (!fields.ok) return fields
  const inner = recognise(documentFormat, fields.value.document, 'document')
  if (!inner.ok) return inner
  const file = { ...fields.value, document: inner.value }
  const parsed = ModelFile.safeParse(file)
  if (!parsed.success) return { ok: false, issues: explain(parsed.error, file) }
  const model = parsed.data
  const errors = [...checkDocument(model.document, model.data.dims).filter(isError), ...checkModel(model)]
  return errors.length > 0 ? { ok: false, issues: errors } : { ok: true, value: model }
}

/**
 * Everything wrong or doubtful in a document of valid form, each at the node to blame. No error means that it can be
 * compiled. `dims` is the dimension D of the data where it is known; masks and orders are then checked against it.
 */
export function checkDocument(document: FlowDocument, dims?: number): readonly Issue[] {
  const words = blame(document)
  const stack = chainOf(document.graph)
  return [
    ...checkGraph(document, words),
    ...allNodes(document).flatMap((node) =>
      node.kind === 'base' || node.kind === 'bijector' ? checkSettings(node, words, dims) : [],
    ),
    ...checkAnnotations(document),
    ...checkTraining(document),
    ...checkTransforms(document),
    ...checkObjective(document, stack, words),
    ...(stack
      ? [
          ...checkStochastic(document, stack, words),
          ...checkStack(stack, words, dims),
          ...checkContext(document, stack),
        ]
      : []),
  ]
}

const isError = (issue: Issue): boolean => issue.severity === 'error'
