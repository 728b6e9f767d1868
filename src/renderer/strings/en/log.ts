/** The event log. */
export const log = {
  title: 'Event log',
  help: 'What was said since the window opened, newest first',
  show: 'Show',
  all: 'All',
  empty: 'Nothing has been said yet. Actions, the engine’s news and problems will be listed here.',
  noneOf: 'No {kind} so far.',
  kinds: { deed: 'Actions', engine: 'Engine', notice: 'Notices', problem: 'Problems' },
  copied: 'Diagnostics copied.',
  notCopied: 'The diagnostics were not copied: this page may not write to the clipboard.',
} as const
