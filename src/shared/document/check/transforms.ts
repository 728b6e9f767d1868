import type { Issue } from '../issue'
import type { FlowDocument } from '../schema'
import { fault } from './blame'

/** Transforms that the document's own data cannot have. */
export function checkTransforms({ data: { source, transforms = [] } }: FlowDocument): readonly Issue[] {
  if (transforms.length === 0) return []
  if (source.kind === 'energy')
    return [
      fault(
        'error',
        'data.transforms',
        'a target given by its energy is known in its own coordinates, so its data take no transforms. Take them out.',
      ),
    ]
  const bounded = transforms.find(({ kind }) => kind === 'log' || kind === 'logit')
  if (source.kind === 'toy' && source.fresh && bounded)
    return [
      fault(
        'error',
        'data.transforms',
        `fresh rows may fall outside of what ${bounded.kind} takes. Train on the rows drawn, or use Yeo–Johnson.`,
      ),
    ]
  return []
}
