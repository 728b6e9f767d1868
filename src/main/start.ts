import { spawn } from 'node:child_process'
import { fetchElectron, findElectron, isFetchable, surroundings, type Binary } from './electronBinary'
import { paths } from './paths'
import { parseOptions } from './web/options'
import { serveWeb } from './web/serve'

/** `npm start`: the window where Electron can run, else the same app in the browser. */

const FETCH_LIMIT = 120_000
/** An Electron that fails sooner than this, in ms, never showed a window. */
const STARTED = 10_000

try {
  const options = parseOptions(process.argv.slice(2), process.env)
  const reason = options.web ? '--web was given' : await openWindow()
  if (reason !== null) {
    console.error(`Diffeo runs in the browser, not in a window of its own: ${reason}.`)
    await serveWeb(options)
  }
} catch (error) {
  console.error(`diffeo: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

/** Runs Electron until its window is closed; answers why not when it could not start. */
async function openWindow(): Promise<string | null> {
  const binary = await locate()
  if (binary.kind === 'absent') return `Electron cannot be used, ${binary.reason}`
  const failure = await run(binary.path)
  return failure === null ? null : `Electron did not start, ${failure}`
}

async function locate(): Promise<Binary> {
  const where = surroundings()
  const found = findElectron(where)
  if (!isFetchable(found)) return found
  console.error(`Fetching Electron, once; at most ${FETCH_LIMIT / 60_000} minutes (--web does without).`)
  return fetchElectron(where, FETCH_LIMIT)
}

function run(binary: string): Promise<string | null> {
  return new Promise((done) => {
    const begun = performance.now()
    let said = ''
    // With ELECTRON_RUN_AS_NODE, as some editors set it, Electron would be Node and nothing more.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: undefined }
    const child = spawn(binary, [paths.root], { stdio: ['inherit', 'inherit', 'pipe'], env })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += said.length < 4000 ? text : ''
      process.stderr.write(text)
    })
    child.on('error', (error) => {
      done(error.message)
    })
    child.on('close', (code, signal) => {
      if (code === 0) done(null)
      else if (performance.now() - begun < STARTED) done(said.trim().split('\n').at(-1) || `exit ${code ?? signal}`)
      else process.exit(code ?? 1)
    })
    for (const stop of ['SIGINT', 'SIGTERM'] as const) process.once(stop, () => child.kill(stop))
  })
}
