import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createBroker } from '../engine/broker'
import { forkEngine } from '../engine/fork'
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
import { openBrowser } from './browser'
import type { ServeOptions } from './options'
import { residentOf, settle } from './resident'
import { startWebServer, type WebServer } from './server'

/** The port that is tried when none is asked for; a fixed one is easier to forward over SSH. */
const USUAL_PORT = 7341

/**
 * Runs the web shell until the process is told to stop: engine, page and messages, the address on stdout. Where one runs on
 * the same documents already, its address is told instead.
 */
export async function serveWeb({ host, port, open }: ServeOptions): Promise<void> {
  if (!existsSync(join(paths.renderer, 'index.html'))) {
    throw new Error(`The page is not built: ${paths.renderer} has no index.html. Run "npm run build".`)
  }
  const log = (text: string) => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
  const folder = dataDirectory()
  const resident = await residentOf(folder)
  if (resident !== null) {
    process.stdout.write(`Diffeo is at ${resident}\nIt runs there already, with your documents.\n`)
    if (open) openBrowser(resident)
    return
  }
  const settings = createEngineSettings(folder, log)
  const checkpoints = createCheckpoints(folder, log)
  const supervisor = createSupervisor({
    spawn: () => forkEngine({ entry: paths.engine, args: settings.args(), log }),
    configured: (chosen) => void settings.keep(chosen),
    checkpoints,
    heard: (event) => {
      runs.hear(event)
    },
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
    shell: 'web',
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
    dialogs: null,
    handed: null,
    crashEngine: process.env['DIFFEO_ALLOW_CRASH'] === '1' ? supervisor.crash : null,
  })
  const broker = createBroker(supervisor, service)

  const start = (chosen: number) =>
    startWebServer({ folder: paths.renderer, host, port: chosen, connect: broker.connect })
  let server: WebServer
  try {
    // Nobody asked for the usual port, so another will do when it is taken.
    server = await (port === null ? start(USUAL_PORT).catch(() => start(0)) : start(port))
  } catch (error) {
    supervisor.dispose()
    throw error
  }

  runs.start().catch((error: unknown) => {
    log(`The queue of runs is not taken up: ${String(error)}`)
  })
  const leave = await settle(folder, server.url)
  process.stdout.write(`Diffeo is at ${server.url}\nCtrl+C stops it.\n`)
  if (open) openBrowser(server.url)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      runs.end()
      supervisor.dispose()
      void Promise.all([leave(), server.close()]).then(() => process.exit(0))
    })
  }
}
