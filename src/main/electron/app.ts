import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, session, type BrowserWindow } from 'electron'
import { createBroker } from '../engine/broker'
import { createSupervisor } from '../engine/supervisor'
import { paths, version } from '../paths'
import { createCheckpoints } from '../store/checkpoints'
import { dataDirectory } from '../store/directory'
import { createEngineSettings } from '../store/engineSettings'
import { createHostService } from '../store/hostService'
import { createBlocks } from '../store/blocks'
import { createRunStore } from '../store/runs/runStore'
import { createRecents } from '../store/recents'
import { createSealed } from '../store/sealed'
import { createWorkspace } from '../store/workspace/workspace'
import { acceptConnections } from './connections'
import { mendPage, reportChildren } from './crashes'
import { createDialogs } from './dialogs'
import { startEngineProcess } from './engineProcess'
import { guardContents, guardSession } from './guards'
import { createHandedFiles, filesIn, type HandedFiles } from './handedFiles'
import { setMenu } from './menu'
import { registerScheme, serveScheme } from './scheme'
import { openWindow } from './window'

const log = (text: string) => {
  console.error(text.trimEnd())
}

/** The Electron app, from its first moment to its last. */
export function runApp(): void {
  const folder = dataDirectory()
  // Chromium's own files; also what tells one instance from another. Electron takes only a folder that exists.
  const userData = join(folder, 'electron')
  mkdirSync(userData, { recursive: true })
  app.setPath('userData', userData)
  app.enableSandbox()
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  registerScheme()
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents)
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  reportChildren(log)
  const handed = createHandedFiles()
  handed.add(filesIn(process.argv, process.cwd()))
  // macOS says this before the app is ready, if it was started for a file's sake
  app.on('open-file', (event, path) => {
    event.preventDefault()
    handed.add([path])
  })
  void app.whenReady().then(() => {
    start(folder, handed)
  })
}

function start(folder: string, handed: HandedFiles): void {
  guardSession(session.defaultSession)
  serveScheme(paths.renderer)
  setMenu(process.platform)

  const settings = createEngineSettings(folder, log)
  const checkpoints = createCheckpoints(folder, log)
  const supervisor = createSupervisor({
    spawn: () => startEngineProcess(paths.engine, settings.args(), log),
    configured: (chosen) => void settings.keep(chosen),
    checkpoints,
    heard: (event) => {
      runs.hear(event)
    },
  })
  app.on('will-quit', () => {
    runs.end()
    supervisor.dispose()
  })
  const runs = createRunStore({
    folder,
    engine: supervisor,
    checkpoints,
    warn: log,
    tell: (event) => {
      broker.tell(event)
    },
  })
  supervisor.onEvent(runs.hearSaid)
  const service = createHostService({
    shell: 'electron',
    version,
    resources: paths.resources,
    former: createSealed(folder, 'autosave', log),
    workspace: createWorkspace(folder, log),
    tell: (event) => {
      broker.tell(event)
    },
    recents: createRecents(folder, log),
    blocks: createBlocks(folder, log),
    runs: runs.deeds,
    dialogs: createDialogs(() => window),
    handed,
    crashEngine: process.env['DIFFEO_ALLOW_CRASH'] === '1' ? supervisor.crash : null,
  })
  const broker = createBroker(supervisor, service)
  runs.start().catch((error: unknown) => {
    log(`The queue of runs is not taken up: ${String(error)}`)
  })
  acceptConnections(broker.connect, log)
  handed.onAdded(() => {
    broker.tell({ event: 'files-handed' })
  })

  const window: BrowserWindow = openWindow(paths.preload, join(folder, 'window.json'))
  mendPage(window, log)
  app.on('second-instance', (_event, args, folderOfIt) => {
    handed.add(filesIn(args, folderOfIt))
    if (window.isMinimized()) window.restore()
    window.focus()
  })
}
