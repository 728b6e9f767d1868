import { framed } from '../annotations'
import { allNodes } from '../chain'
import { groupBy } from '../group'
import type { Issue } from '../issue'
import type { FlowDocument } from '../schema'
import { fault } from './blame'

/** Notes and frames that are about nothing. They change nothing that is trained, so these are never errors. */
export function checkAnnotations(document: FlowDocument): readonly Issue[] {
  const { notes = [], frames = [] } = document
  const ids = new Set(allNodes(document).map(({ id }) => id))
  return [
    ...notes.flatMap(({ id, node }, i) =>
      node === null || ids.has(node)
        ? []
        : [
            fault(
              'warning',
              `notes[${i}].node`,
              `the note "${id}" is on "${node}", which is no node of the graph. Put it on another, or remove it.`,
            ),
          ],
    ),
    ...frames.flatMap((frame, i) =>
      framed(document, frame).length > 0
        ? []
        : [
            fault(
              'warning',
              `frames[${i}]`,
              `the frame "${frame.id}" goes from "${frame.from}" to "${frame.to}", expected two blocks or groups of the ` +
                'chain, the one on the side of z first. Name others, or remove it.',
            ),
          ],
    ),
    ...repeated(notes, 'notes'),
    ...repeated(frames, 'frames'),
  ]
}

const repeated = (list: readonly { readonly id: string }[], path: string): readonly Issue[] =>
  [...groupBy(list, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) =>
      fault('warning', path, `${same.length} have the id "${id}", expected each id once. Rename all but one.`),
    )
