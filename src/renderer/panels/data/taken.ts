import { rename, setData, setDataSource, setTraining } from '@shared/document/edits'
import type { DataSource, FlowDocument } from '@shared/document/schema'

/** So few rows are learnt by heart long before a run is over. */
const FEW_ROWS = 5000
/** Validations without a better one, after which such a run ends. */
const PATIENCE = 10

/** A table that was chosen for a document. */
export interface ChosenTable {
  readonly source: DataSource
  /** Its file. */
  readonly name: string
  readonly rows: number
  /** Whether a chosen column lacks numbers. */
  readonly gaps: boolean
}

/** Whether a run on so many rows is to end by itself, which the document does not ask for yet. */
export const endsEarly = ({ training: { patience } }: FlowDocument, rows: number): boolean =>
  patience === null && rows < FEW_ROWS

/**
 * A document with a table for its data. Rows that lack a number are left out; the data workshop fills them instead where a
 * person wants that. A document that was called by its data before (`called`), or not at all, is called by these.
 */
export function withTable(
  document: FlowDocument,
  { source, name, rows, gaps }: ChosenTable,
  called: string,
): FlowDocument {
  const filled = setData(setDataSource(document, source), { missing: gaps ? 'drop' : undefined })
  const ending = endsEarly(document, rows) ? setTraining(filled, { patience: PATIENCE }) : filled
  const isByData = document.name === called || /^Untitled( \d+)?$/.test(document.name)
  return isByData ? rename(ending, name.replace(/\.[^.]+$/, '')) : ending
}
