/** What the small map says of each block. */
export const minimap = {
  untrained: 'not trained yet',
  trained: 'trained',
  changed: 'changed since the run began',
} as const
