import type { Opened, RunState } from '@shared/rpc/protocol'
import { t } from '../strings/t'
import { said } from '../strings/said'

/** What a stage has to say besides its picture; `corner` says it beside a picture that stays. */
export interface StageWords {
  readonly kind: 'empty' | 'busy' | 'error' | 'info'
  readonly text: string
  readonly corner: boolean
}

const firstSentence = (text: string): string => /^.*?\.(?= |$)/s.exec(text)?.[0] ?? text

/** The one message of a stage, or null when the picture says enough. `drawn`: something is on the screen already. */
export function stageWords(
  connected: boolean,
  lost: boolean,
  opened: Opened | null,
  state: RunState,
  drawn: boolean,
): StageWords | null {
  // over a picture what went wrong is enough: the rest stands under the stack
  if (state.kind === 'failed') {
    const text = said(state.issue.message)
    return { kind: 'error', text: drawn ? firstSentence(text) : text, corner: drawn }
  }
  // a notice over the whole window says so, and the status line
  if ((!connected || lost) && drawn) return null
  if (!connected) return { kind: 'busy', text: t('views.state.connecting'), corner: false }
  if (lost) return { kind: 'busy', text: t('views.state.restarting'), corner: false }
  if (state.kind === 'opening') return { kind: 'busy', text: t('views.state.compiling'), corner: drawn }
  if (opened === null) {
    return {
      kind: 'empty',
      text: t('views.state.empty'),
      corner: false,
    }
  }
  return null
}
