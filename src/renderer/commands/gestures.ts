import { t } from '../strings/t'

/** What hands and keys do where they are, and keep doing whatever keys the commands have. */
export const gestures: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Enter', does: 'In the palette: append the block. On a block: open the inspector' },
  {
    keys: 'Shift click',
    does: 'On the stack: select up to here; so does Shift drag over the canvas, with Ctrl adding, with Alt taking away',
  },
  { keys: 'Ctrl click', does: 'On a block: take it into the selection, or out of it' },
  { keys: 'Double click', does: 'On the canvas: add a block to the wire there; so does the + of a wire' },
  { keys: 'Second button', does: 'On a block, a wire, the canvas or a tab: what can be done there; so does Shift F10' },
  {
    keys: 'Double click',
    does: 'On a note or the title of a frame: write it. A click on the title selects what is in it',
  },
  { keys: 'Double click', does: t('tabs.gestures.doubleClick') },
  { keys: 'Middle click', does: t('tabs.gestures.middleClick') },
  { keys: 'Drag', does: t('tabs.gestures.drag') },
  { keys: 'Ctrl C X V', does: 'On the stack: copy, cut and paste blocks, also into another document' },
  { keys: 'Alt drag', does: 'On the stack: nothing makes room on the way' },
  { keys: '0', does: 'On the picture: show all of the data' },
  {
    keys: 'Click',
    does: 'On a density: pin the place, or take its pin away. Enter does so at the cursor, Esc for all',
  },
  {
    keys: 'Shift drag',
    does: 'On points: select those inside a rectangle, with Alt inside a free outline; with Ctrl, add them',
  },
  { keys: 'S', does: 'On points: select the nearest one. Shift S or Ctrl click takes one in or out' },
  { keys: 'Double click', does: 'On the picture: enlarge it, and back' },
  {
    keys: '← →',
    does: 'On the layer scrubber: from stop to stop; with Shift by tenths of a layer, Home to z, End to x',
  },
  { keys: 'Space', does: 'On the layer scrubber: play or halt' },
  {
    keys: 'Home ← → End',
    does: 'On the timeline: the first kept step, the one before or after, live or an earlier run’s end',
  },
  { keys: 'Esc', does: 'Put back what is being dragged' },
]
