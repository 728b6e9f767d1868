/** What goes along with an exported picture. */
export const exporting = {
  withFlow: 'The flow inside',
  withFlowNote: 'The picture opens here as its document, rows and all',
} as const
