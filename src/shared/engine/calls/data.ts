import { listDatasets } from '../../learn/data'
import { DataDesk } from '../dataDesk'
import type { EngineHost } from '../host'
import { Tables } from '../tables'
import type { EngineHandlers } from './handlers'

type DataHandlers = Pick<
  EngineHandlers,
  'datasets' | 'readTable' | 'takeTable' | 'describeData' | 'dataRows' | 'sampleData'
>

/** What is asked of data before a flow is trained on them. */
export function dataHandlers(host: EngineHost): DataHandlers {
  const tables = new Tables()
  const desk = new DataDesk(host)
  return {
    datasets: () => listDatasets((path) => host.readResource(path)),
    readTable: ({ name, bytes }) => tables.read(name, bytes),
    takeTable: ({ columns }) => tables.take(columns),
    describeData: ({ data }) => desk.describe(data),
    dataRows: (page) => desk.rows(page),
    sampleData: async ({ source }) => ({ content: await desk.sample(source) }),
  }
}
