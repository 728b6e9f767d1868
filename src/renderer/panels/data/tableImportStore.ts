import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { TableReport } from '@shared/rpc/protocol'
import { useDocumentStore } from '../../stores/documentStore'
import { useEngineStore } from '../../stores/engineStore'
import { dataTitle } from '../../editor/dataTitle'
import { t } from '../../strings/t'
import { withTable } from './taken'
import { wordsOf } from '../../strings/said'

/** Where an import stands: one state at a time. */
export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly name: string }
  | { readonly kind: 'choosing'; readonly report: TableReport }
  | { readonly kind: 'failed'; readonly name: string; readonly messages: readonly string[] }

/** A file can be dropped anywhere on the window; its columns are chosen in the data panel. */
export const useTableImportStore = defineStore('tableImport', () => {
  const engine = useEngineStore()
  const documents = useDocumentStore()
  const state = shallowRef<ImportState>({ kind: 'idle' })
  const chosen = ref<readonly string[]>([])

  /** Reads a CSV, NPY or Parquet file; what is wrong with it is in `state`, in words. */
  async function read(file: File): Promise<void> {
    state.value = { kind: 'reading', name: file.name }
    try {
      const report = await engine.readTable(file.name, new Uint8Array(await file.arrayBuffer()))
      chosen.value = report.columns.filter(({ numeric, constant }) => numeric && !constant).map(({ name }) => name)
      state.value = { kind: 'choosing', report }
    } catch (error) {
      state.value = { kind: 'failed', name: file.name, messages: messagesOf(error) }
    }
  }

  function toggle(column: string): void {
    const { value } = chosen
    chosen.value = value.includes(column) ? value.filter((name) => name !== column) : [...value, column]
  }

  /** Puts the chosen columns into the document, in the file's order. */
  async function take(): Promise<void> {
    if (state.value.kind !== 'choosing') return
    const { report } = state.value
    const columns = report.columns.map(({ name }) => name).filter((name) => chosen.value.includes(name))
    try {
      const source = await engine.takeTable(columns)
      const gaps = report.columns.some(({ name, missing }) => missing > 0 && columns.includes(name))
      const called = dataTitle(documents.document.data.source, engine.datasets)
      documents.edit(t('data.deeds.use', { label: report.name }), (document) =>
        withTable(document, { source, name: report.name, rows: report.rows, gaps }, called),
      )
      state.value = { kind: 'idle' }
    } catch (error) {
      state.value = { kind: 'failed', name: report.name, messages: messagesOf(error) }
    }
  }

  function cancel(): void {
    state.value = { kind: 'idle' }
  }

  return { state, chosen, read, toggle, take, cancel }
})

/** A flow needs numbers that vary; text of few different values can be what they are given. */
export const usable = ({ numeric, constant, classes }: TableReport['columns'][number]): boolean =>
  numeric ? !constant : classes !== null && classes.length > 1

function messagesOf(error: unknown): readonly string[] {
  const text = wordsOf(error)
  const issues = error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : []
  const messages = (issues as readonly { readonly message: string }[]).map(({ message }) => message)
  return messages.length > 0 ? messages : [text]
}
