/** Edits of a stack that is trained. */
export const edits = {
  fresh: {
    changes: 'Changes the density: does not begin as the identity.',
    setByData: 'Changes the density: set by the data.',
  },
  trainOn: 'Train on: as many steps again',
  raiseSteps: 'Raise the number of steps',
  notOver: 'The run has steps left: Train takes them.',
} as const
