/** The list of the steps of undo. */
export const history = {
  begun: 'As it was opened',
  now: 'now',
  undone: 'undone',
  reached: 'Now as after: {name}.',
} as const
