import type {
  EngineMethod,
  EngineParams,
  EngineResults,
  LibraryMethod,
  LibraryParams,
  LibraryResults,
} from '../../rpc/protocol'

/** Who carries out each call; each file beside this one has those of one kind. */
export type EngineHandlers = {
  readonly [M in EngineMethod]: (params: EngineParams[M]) => Promise<EngineResults[M]> | EngineResults[M]
}

/** Who carries out what the host asks of runs that no tab shows. */
export type LibraryHandlers = {
  readonly [M in LibraryMethod]: (params: LibraryParams[M]) => Promise<LibraryResults[M]>
}
