import { blockEntry } from '../../catalogue/registry'
import type { Stack } from '../chain'
import { withNodeDefaults } from '../defaults'
import type { Issue } from '../issue'
import type { FlowDocument } from '../schema'
import { fault } from './blame'

/** Whether some block of the stack sees the context that the document names. */
export function checkContext({ data }: FlowDocument, { bijectors }: Stack): readonly Issue[] {
  if (data.context.length === 0 || bijectors.length === 0) return []
  const blocks = bijectors.map(withNodeDefaults)
  if (blocks.some(({ settings }) => settings.context === true)) return []
  const named = data.context.map(({ column }) => `"${column}"`).join(', ')
  const able = blocks.filter(({ type }) => blockEntry(type)?.settings.some(({ key }) => key === 'context'))
  const remedy =
    able.length > 0
      ? 'Let one of the blocks see it'
      : 'Add a coupling, an autoregressive block or a continuous flow, which sees it'
  return [
    fault(
      'warning',
      'data.context',
      `no block sees the context ${named}, so the density is the same whatever is given. ${remedy}, or give nothing.`,
    ),
  ]
}
