/** The palette that finds commands, blocks, documents and data. */
export const palette = {
  placeholder: 'Search commands, blocks, documents and data',
  help: 'Arrow keys choose among what is found, Enter does it, Escape closes.',
  list: 'Found',
  none: 'Nothing is called that. Try a command, a block, a paper’s author, a data set or a document.',
  found: '{count} found',
  nothingFound: 'Nothing found',
  recentlyUsed: 'Recently used',
} as const
