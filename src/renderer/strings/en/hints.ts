/** What the first minutes are told. */
export const hints = {
  layers: 'Open Layers and drag its scrubber: z folds into x, block by block. Point at a sample to see its whole way.',
  insert: 'Drag a block onto a wire of the stack. Its neighbours make room, and what the others learnt is kept.',
  field: 'log|det J| shows where the flow spreads points out and where it draws them together.',
  export: 'Take the flow with you: one JSON file from which anyone can compute its density.',
  keys: '{all} shows all keys, {search} finds everything by its name.',
  shownAgain: 'Hints for the first minutes are shown again.',
} as const
