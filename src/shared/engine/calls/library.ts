import type { Enrolment } from '../enrolment'
import type { EngineParts } from '../parts'
import { modelOf, picturesOf, storedScore } from '../storedRuns'
import type { LibraryHandlers } from './handlers'

/** What the host asks of runs that no tab shows: those of its queue, and those that are kept. */
export const libraryHandlers = ({ machinery }: EngineParts, enrolment: Enrolment): LibraryHandlers => ({
  enrol: (asked) => enrolment.enrol(asked),
  release: (asked) => enrolment.release(asked),
  modelOf: async ({ checkpoint }) => modelOf(checkpoint, await machinery.workshop()),
  scoreOf: async ({ checkpoint }) => storedScore(checkpoint, await machinery.workshop()),
  picturesOf: async (asked) => picturesOf(asked, await machinery.workshop()),
})
