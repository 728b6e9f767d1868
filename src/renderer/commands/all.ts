import type { Command } from './command'
import { editCommands } from './edit'
import { fileCommands } from './file'
import { helpCommands } from './help'
import { layoutCommands } from './layout'
import { lessonCommands } from './lessons'
import { lossCommands } from './losses'
import { noteCommands } from './notes'
import { pictureCommands } from './picture'
import { runCommands } from './runs'
import { setAsideCommands } from './setAside'
import { stackCommands } from './stack'
import { tabCommands } from './tabs'
import { trainingCommands } from './training'
import { viewCommands } from './view'

/** Every command there is, in the order in which lists show them. */
export const allCommands = (): readonly Command[] => [
  ...fileCommands(),
  ...tabCommands(),
  ...editCommands(),
  ...stackCommands(),
  ...setAsideCommands(),
  ...noteCommands(),
  ...trainingCommands(),
  ...runCommands(),
  ...viewCommands(),
  ...layoutCommands(),
  ...lossCommands(),
  ...pictureCommands(),
  ...helpCommands(),
  ...lessonCommands(),
]
