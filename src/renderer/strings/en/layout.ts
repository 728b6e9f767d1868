/** Panels, their sizes and the layouts that are kept. */
export const layout = {
  used: 'Layout: {name}.',
  saved: 'Layout kept as {name}.',
  deleted: 'Layout {name} deleted.',
  menu: 'Layout of the screen',
  presets: { design: 'Design', train: 'Train', present: 'Present' },
  own: 'Your own',
  now: 'now',
  forget: 'Delete the layout {name}',
  panels: { palette: 'Blocks', stack: 'Stack', inspector: 'Inspector', run: 'Run' },
  widths: {
    palette: 'Width of the blocks',
    stack: 'Width of the stack',
    inspector: 'Width of the inspector',
  },
  runHeight: 'Height of the run',
  saveTitle: 'Keep this layout',
  saveHelp: 'Keeps the place and size of every panel under this name, in the menu of layouts.',
  name: 'Name',
  keep: 'Keep',
  replace: 'Replace',
  cancel: 'Cancel',
} as const
