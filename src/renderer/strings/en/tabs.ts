/** The strip of open documents. */
export const tabs = {
  closed: '{name} closed. Alt Shift W opens it again.',
  rename: 'Rename document',
  memory: 'Runs of other documents take {taken} of {most} MiB.',
  givenUp:
    'To make room, the kept steps and earlier runs of {names} were given up. Weights and curves are as at the last checkpoint.',
  gestures: {
    doubleClick: 'On a tab: rename the document',
    middleClick: 'On a tab: close it',
    drag: 'On a tab: put it elsewhere among the others',
  },
} as const
