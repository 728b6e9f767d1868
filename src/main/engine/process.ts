import type { Port } from '@shared/rpc/port'
import type { Message } from '@shared/rpc/protocol'

/** A running engine process, however it was started. */
export interface EngineProcess {
  readonly port: Port<Message>
  /** Called once, when the process has ended by itself or by `kill`; the reason is a phrase: `signal SIGKILL`. */
  onExit(listener: (reason: string) => void): void
  /** Ends it at once, as a crash would. */
  kill(): void
}

/** The last words of a process, to go with the reason of its end. */
export interface LastWords {
  hear(text: string): void
  read(): string
}

const KEPT = 2000

export function createLastWords(): LastWords {
  let tail = ''
  return {
    hear(text) {
      tail = (tail + text).slice(-KEPT)
    },
    /** The first line that names an error, else the last line said. */
    read() {
      const lines = tail
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
      return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
    },
  }
}
