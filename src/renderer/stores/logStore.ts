import { shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { stateWords } from '../panels/training/words'
import { useDocumentStore } from './documentStore'
import { useEngineStore } from './engineStore'
import { useSessionStore } from './sessionStore'
import { t } from '../strings/t'
import { said } from '../strings/said'

/** What a line is about: a deed of the person, the engine, something to know, or something that went wrong. */
export const logKinds = ['deed', 'engine', 'notice', 'problem'] as const
export type LogKind = (typeof logKinds)[number]

export interface LogLine {
  readonly number: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: LogKind
  readonly text: string
}

/** Older lines are forgotten. */
const MOST = 1000

/** All that was said since the window opened, so that it can be read again and sent along with a question. */
export const useLogStore = defineStore('log', () => {
  const engine = useEngineStore()
  const documents = useDocumentStore()
  const session = useSessionStore()
  const lines = shallowRef<readonly LogLine[]>([])
  let count = 0

  function add(kind: LogKind, text: string): void {
    const line = { number: ++count, at: Date.now(), kind, text }
    lines.value = [...lines.value.slice(1 - MOST), line]
  }

  const clear = (): void => {
    lines.value = []
  }

  // At once: two things said in a row are two lines.
  const heard = { flush: 'sync' } as const
  watch(
    () => session.announcement,
    (text) => {
      if (text !== '') add('deed', text)
    },
    heard,
  )
  watch(
    () => engine.notice,
    (notice) => {
      if (notice === null) return
      const more = [...notice.issues.map(({ message }) => message), ...notice.details]
      const others = more.filter((line) => line !== notice.text)
      add(notice.kind === 'info' ? 'notice' : 'problem', said([notice.text, ...others].join(' ')))
    },
    heard,
  )
  watch(
    () => documents.autosaveFailure,
    (failure) => {
      if (failure !== null) add('problem', failure)
    },
    heard,
  )
  watch(
    () => engine.connected,
    (connected) => {
      add('engine', connected ? t('shell.log.connected') : t('shell.log.notConnected'))
    },
    heard,
  )
  watch(
    () => engine.opened,
    (opened, before) => {
      if (opened === null || opened.backend === before?.backend) return
      add('engine', t('shell.log.computesOn', { backend: opened.backend }))
    },
    heard,
  )
  watch(
    () => engine.held,
    (held) => {
      if (held) add('engine', t('shell.log.opened', { name: held.name || t('panels.untitled') }))
    },
    heard,
  )
  watch(
    () => engine.status.state.kind,
    (kind) => {
      const { state, step } = engine.status
      const { text, note } = stateWords(engine.status, engine.held?.training.patience ?? null)
      const words = t('shell.log.step', { step, state: note === undefined ? text : `${text}, ${note}` })
      if (state.kind === 'failed') add('problem', `${words} ${said(state.issue.message)}`)
      else if (kind !== 'empty' && lines.value.at(-1)?.text !== words) add('engine', words)
    },
    heard,
  )

  return { lines, add, clear }
})
