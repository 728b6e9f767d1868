import { spawn, type ChildProcess } from 'node:child_process'
import { WebSocket } from 'ws'
import { createClient, type Client } from '@shared/rpc/client'
import { socketPort } from '../../src/main/port/socketPort'

/** A running web shell. */
export interface Shell {
  readonly url: string
  log(): string
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** Starts the built web shell on any free port, with a data directory. */
export async function startShell(home: string, entry = 'out/main/web.js'): Promise<Shell> {
  const child = spawn(process.execPath, [entry, '--port', '0', '--no-open'], {
    env: { ...process.env, DIFFEO_HOME: home, DIFFEO_ALLOW_CRASH: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const url = await readUrl(child, () => errors)
  return {
    url,
    log: () => errors,
    stop: (signal = 'SIGTERM') =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) done()
        child.once('exit', () => {
          done()
        })
        child.kill(signal)
      }),
  }
}

/** The address that the shell prints in its first line. */
function readUrl(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((done, fail) => {
    let output = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const found = /^Diffeo is at (http:\S+)$/m.exec(output)
      if (found) done(found[1]!)
    })
    child.once('exit', (code) => {
      fail(new Error(`The web shell ended at once (exit code ${code}): ${errors()}`))
    })
  })
}

/** A WebSocket with the token in its address, as the page's own has it in a cookie. */
export async function openClient(address: string): Promise<Client> {
  const url = new URL('socket', address)
  const { origin } = url
  url.search = new URL(address).search
  url.protocol = 'ws:'
  const socket = new WebSocket(url, { origin })
  await new Promise((done, fail) => {
    socket.once('open', done).once('error', fail)
  })
  return createClient(socketPort(socket))
}
