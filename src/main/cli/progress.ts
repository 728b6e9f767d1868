import type { RunStatus } from '@shared/rpc/protocol'
import type { Terminal } from './terminal'

const BAR = 28
const LINES = 20

/** Shows how a run goes on: one line that is redrawn on a terminal, about twenty lines elsewhere. */
export class Progress {
  #nextLine = 0

  constructor(private readonly terminal: Terminal) {}

  show({ step, steps, stepsPerSecond }: RunStatus, name: string, loss: number | null): void {
    const { terminal } = this
    const seconds = stepsPerSecond > 0 ? Math.ceil((steps - step) / stepsPerSecond) : null
    const words = [
      `step ${step} of ${steps}`,
      `${name} ${loss === null ? '–' : loss.toFixed(4)}`,
      `${stepsPerSecond.toFixed(1)} steps/s`,
      seconds === null ? '' : `${seconds} s left`,
    ]
    const text = words.filter((word) => word !== '').join(' · ')
    if (terminal.interactive) {
      const filled = Math.round((BAR * step) / Math.max(1, steps))
      terminal.err(`\r\x1b[K${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${text}`)
    } else if (step >= this.#nextLine) {
      terminal.err(text + '\n')
      this.#nextLine = step + Math.max(1, Math.floor(steps / LINES))
    }
  }

  end(): void {
    if (this.terminal.interactive) this.terminal.err('\r\x1b[K')
  }
}
