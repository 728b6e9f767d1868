/** The list of keys, where they are changed. */
export const keys = {
  title: 'Keys',
  help: 'What each key does. A command’s keys are changed by pressing its button and then other keys.',
  resetAll: 'Reset all',
  reset: 'Reset these keys',
  gestures: 'Where the focus or the pointer is',
  change: '{title}: {keys}. Change',
  add: 'Give keys to “{title}”',
  taken: '{keys} is “{title}” now.',
  take: 'Use it here',
  others: 'Other keys',
  press: 'Press the new keys',
  remove: 'Remove {keys}',
  leave: 'Leave as it is',
} as const
