import { t } from '../strings/t'

/** What hands and keys do where they are, and keep doing whatever keys the commands have. */
export const gestures: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: 'Enter', does: t('gestures.enter') },
  {
    keys: t('gestures.shiftClickKeys'),
    does: t('gestures.shiftClick'),
  },
  { keys: t('gestures.ctrlClickKeys'), does: t('gestures.ctrlClick') },
  { keys: t('gestures.doubleClickKeys'), does: t('gestures.addHere') },
  { keys: t('gestures.doubleClickKeys'), does: t('tabs.gestures.doubleClick') },
  { keys: t('gestures.middleClickKeys'), does: t('tabs.gestures.middleClick') },
  { keys: t('gestures.dragKeys'), does: t('tabs.gestures.drag') },
  { keys: t('gestures.secondButtonKeys'), does: t('gestures.secondButton') },
  {
    keys: t('gestures.doubleClickKeys'),
    does: t('gestures.annotate'),
  },
  { keys: 'Ctrl C X V', does: t('gestures.copy') },
  { keys: t('gestures.altDragKeys'), does: t('gestures.altDrag') },
  { keys: '0', does: t('gestures.showAll') },
  {
    keys: t('gestures.clickKeys'),
    does: t('gestures.pin'),
  },
  {
    keys: t('gestures.shiftDragKeys'),
    does: t('gestures.shiftDrag'),
  },
  { keys: 'S', does: t('gestures.nearest') },
  { keys: t('gestures.doubleClickKeys'), does: t('gestures.enlarge') },
  {
    keys: '← →',
    does: t('gestures.scrub'),
  },
  { keys: 'Space', does: t('gestures.play') },
  {
    keys: 'Home ← → End',
    does: t('gestures.timeline'),
  },
  { keys: 'Esc', does: t('gestures.putBack') },
]
