import { parseArgs } from 'node:util'

export interface ServeOptions {
  readonly host: string
  /** Null takes the usual port, or any free one when it is taken; 0 takes any free one. */
  readonly port: number | null
  /** Whether to open the default browser. */
  readonly open: boolean
}

export interface StartOptions extends ServeOptions {
  /** The web shell is asked for, even where Electron could run. */
  readonly web: boolean
}

/** Reads the arguments of `npm start` and of the web shell. Throws with one line in words. */
export function parseOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const { values } = parse(args)
  const quiet = values['no-open'] ?? (environment['CI'] !== undefined && environment['CI'] !== 'false')
  return { host: values.host ?? '127.0.0.1', port: parsePort(values.port), open: !quiet, web: values.web ?? false }
}

/** Throws when the text is not a port's number. */
export function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new Error(`--port ${text}: expected a whole number from 0 to 65535 (0 takes any free port).`)
  }
  return Number(text)
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        web: { type: 'boolean' },
      },
    })
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('. ')
    throw new Error(`${reason}. Known are --port P, --host H, --no-open and --web.`, { cause: error })
  }
}
