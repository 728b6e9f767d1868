/** What menus of the stack are about. */
export const menus = {
  bijector: 'Block',
  group: 'Group',
  base: 'Base distribution',
  data: 'Data',
  wire: 'Wire',
  stack: 'Stack',
  tab: 'Document',
} as const
