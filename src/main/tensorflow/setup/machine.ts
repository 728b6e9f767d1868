import { spawn } from 'node:child_process'
import { statfs } from 'node:fs/promises'

export interface Finished {
  /** The exit status; null when the program could not be started. */
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly folder?: string
  /** Added to the environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** On a terminal its standard output is shown as it comes, on ours for errors, and `out` stays empty. */
  readonly shown?: boolean
}

/** The machine to set up: its programs and its disk, or a test's. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** The GNU C library's version, as `2.36`; null where the C library is another. */
  readonly glibc: string | null
  readonly environment: Readonly<Record<string, string | undefined>>
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Finished>
  /** Bytes that may still be written to the disk of this folder, which exists. */
  freeBytes(folder: string): Promise<number>
}

export const thisMachine = (): Machine => ({
  platform: process.platform,
  arch: process.arch,
  glibc: glibcVersion(),
  environment: process.env,
  run,
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
})

function glibcVersion(): string | null {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime ?? null
}

function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { folder, environment, shown = false } = options
  return new Promise((done) => {
    const child = spawn(program, [...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', shown && process.stderr.isTTY ? 2 : 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.on('error', (error) => {
      done({ code: null, out, err: error.message })
    })
    child.on('close', (code, signal) => {
      done({ code: code ?? 1, out, err: signal ? `${err}\nended by ${signal}` : err })
    })
  })
}
