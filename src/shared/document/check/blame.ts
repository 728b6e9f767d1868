import { labelOf } from '../changeWords'
import { flowPlaces, isGroup, placedInOrder } from '../chain'
import type { Issue } from '../issue'
import type { FlowDocument, GraphNode } from '../schema'

/**
 * Makes issues whose words begin with the place: `Block 3 "Spline coupling"`, counted from the base without those that
 * are bypassed, as the screen counts. A node may be one
 * of the document or one that a group stands for; the issue is at the document's.
 */
export interface Blame {
  at(node: GraphNode, severity: Issue['severity'], message: string, path?: string): Issue
  /** How a node is called in a message. */
  name(node: GraphNode): string
}

export function blame(document: FlowDocument): Blame {
  const stack = placedInOrder(document)
  const places = new Map(flowPlaces(document).map(({ block }, index) => [block.id, index + 1]))
  const placeOf = new Map(stack.map((placed) => [placed.block.id, placed]))
  const paths = pathsOf(document)
  const name = (node: GraphNode): string => {
    switch (node.kind) {
      case 'base':
        return `Base "${labelOf(node)}"`
      case 'data':
        return `Data "${node.id}"`
      case 'group':
        return `Group "${node.label || node.id}"`
      case 'bijector': {
        const place = placeOf.get(node.id)
        const repeat = place && place.repeat > 1 ? `, repeat ${place.repeat} of "${place.group?.label}"` : ''
        const k = places.get(node.id)
        const what = k === undefined ? 'Bypassed block' : `Block ${k}`
        return `${what} "${labelOf(node)}"${repeat}`
      }
    }
  }
  return {
    name,
    at: (node, severity, message, path = '') => {
      const id = placeOf.get(node.id)?.source.id ?? node.id
      return {
        severity,
        node: id,
        path: `${paths.get(id)}${path === '' ? '' : `.${path}`}`,
        message: `${name(node)}: ${message}`,
      }
    },
  }
}

/** Where the file has each node. */
const pathsOf = ({ graph }: FlowDocument): ReadonlyMap<string, string> =>
  new Map(
    graph.nodes.flatMap((node, i) => {
      const own = `graph.nodes[${i}]`
      const inner = isGroup(node) ? node.nodes.map(({ id }, k): [string, string] => [id, `${own}.nodes[${k}]`]) : []
      return [...inner, [node.id, own] as const]
    }),
  )

/** An issue of a part outside the graph. */
export const fault = (severity: Issue['severity'], path: string, message: string): Issue => ({
  severity,
  node: null,
  path,
  message: `${path}: ${message}`,
})
