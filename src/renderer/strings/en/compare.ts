/** What differs between two documents. */
export const compare = {
  title: 'Versions and differences',
  help: 'How this document differs from its earlier versions, from the other open documents and from a file',
  with: 'Compare with',
  kinds: { version: 'Versions', tab: 'Open beside', file: 'File' },
  file: 'Choose a file…',
  copy: 'Copy as text',
  copied: 'The differences were copied.',
  notCopied: 'The differences were not copied: this page may not write to the clipboard. Select them and press Ctrl C.',
  heading: '“{name}” compared with “{other}”',
  same: 'The two say the same.',
  nothing: 'There is nothing to compare with yet: open another document beside this one, or choose a file.',
  noVersion: 'No version yet. While you edit, one is kept every five minutes, for a week.',
  restore: 'Go back to this version',
  back: 'Go back to {when}',
  isBack: 'Back to the version of {when}. Undo takes that back.',
  commands: { file: 'Compare with a file…', tab: 'Compare with “{name}”', menu: 'Compare this document…' },
} as const
