/** The settings, and what is kept where. */
export const settings = {
  title: 'Settings',
  help: 'How the screen looks and works, and what is kept where',
  theme: 'Theme',
  themes: { system: 'As the system', dark: 'Dark', light: 'Light' },
  density: 'Spacing',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  motion: 'Motion',
  motions: { system: 'As the system', reduced: 'Reduced' },
  changeKeys: 'See and change…',
  hints: 'Hints',
  hintsAgain: 'Show again',
  kept: {
    title: 'What is kept where',
    screen: 'Settings, keys and the layout: in this window’s storage on this computer.',
    workInApp: 'Unsaved work, recent documents and your own blocks: in the app’s folder on this computer.',
    workOnServer: 'Unsaved work, recent documents and your own blocks: with the server that this page comes from.',
    saved: 'Saved documents and models: in the files that you chose.',
    nowhere: 'Nothing is sent anywhere else.',
  },
} as const
