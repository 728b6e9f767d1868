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

/**
 * Flags of the engine's V8. Its heap is small beside the arrays that pictures and steps leave behind, and by V8's own
 * reckoning it is collected whole twice a second; with room for this many megabytes once in ten seconds.
 */
export const engineFlags: readonly string[] = ['--initial-old-space-size=256']

/** The last words of a process, to go with the reason of its end. */
export interface LastWords {
  hear(text: string): void
  read(): string
}

const KEPT = 2000
/** What TensorFlow notes of itself, which is no reason: `I0000 00:00:1795967454.765607    9110 port.cc:153] …`. */
const NOTES = /^[IW]\d{4} \d\d:\d\d:|^WARNING: All log messages before absl/

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
        .filter((line) => line !== '' && !NOTES.test(line))
      return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? ''
    },
  }
}
