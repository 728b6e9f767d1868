import type { DataSource, FlowDocument } from '@shared/document/schema'
import type { DataDescription, DataRows, EngineParams, EngineResults, TableReport } from '@shared/rpc/protocol'
import type { Calls } from './calls'

/** What is asked of data before a flow is trained on them. Rejects with an Error in words for the one who asked. */
export const dataQuestions = (calls: Calls) => ({
  /** Looks through a person's file, which is then the one that columns are taken of. */
  readTable: (name: string, bytes: Uint8Array<ArrayBuffer>): Promise<TableReport> =>
    calls.call('readTable', { name, bytes }),
  takeTable: (columns: string[]): Promise<EngineResults['takeTable']> => calls.call('takeTable', { columns }),
  describeData: (data: FlowDocument['data']): Promise<DataDescription> => calls.call('describeData', { data }),
  /** Rows of what was described last. */
  dataRows: (page: EngineParams['dataRows']): Promise<DataRows> => calls.call('dataRows', page),
  /** Rows of a source as CSV. */
  sampleData: async (source: DataSource): Promise<string> => (await calls.call('sampleData', { source })).content,
})
