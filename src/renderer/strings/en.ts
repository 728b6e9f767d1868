import { blockPage } from './en/blockPage'
import { charts } from './en/charts'
import { commands } from './en/commands'
import { compare } from './en/compare'
import { data } from './en/data'
import { editor } from './en/editor'
import { edits } from './en/edits'
import { evaluation } from './en/evaluation'
import { exporting } from './en/exporting'
import { gallery } from './en/gallery'
import { gestures } from './en/gestures'
import { hints } from './en/hints'
import { history } from './en/history'
import { inspector } from './en/inspector'
import { keys } from './en/keys'
import { layout } from './en/layout'
import { lessons } from './en/lessons'
import { library } from './en/library'
import { log } from './en/log'
import { menus } from './en/menus'
import { minimap } from './en/minimap'
import { notes } from './en/notes'
import { palette } from './en/palette'
import { panels } from './en/panels'
import { recents } from './en/recents'
import { settings } from './en/settings'
import { shell } from './en/shell'
import { tabs } from './en/tabs'
import { training } from './en/training'
import { ui } from './en/ui'
import { views } from './en/views'
import { workshop } from './en/workshop'

/**
 * What the screen says in English, by area; `t` reads it. A value in braces is put in by the one who says it, and what
 * differs by a number has a form for one and another for others. Another language is another such tree.
 */
export const en = {
  views,
  charts,
  panels,
  inspector,
  training,
  data,
  workshop,
  evaluation,
  gestures,
  ui,
  shell,
  editor,
  commands,
  exporting,
  history,
  layout,
  library,
  palette,
  keys,
  hints,
  settings,
  tabs,
  compare,
  recents,
  gallery,
  lessons,
  blockPage,
  log,
  menus,
  minimap,
  notes,
  edits,
} as const
