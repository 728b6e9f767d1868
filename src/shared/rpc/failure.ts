import type { Issue } from '../document/issue'
import type { RpcError } from './protocol'

/** An answer that says no: the message is for people, the issues say where. Handlers may throw it to pass issues on. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure'

  constructor(
    message: string,
    readonly issues: readonly Issue[] = [],
  ) {
    super(message)
  }
}

/** What a thrown value says on the wire. */
export function toRpcError(thrown: unknown): RpcError {
  if (thrown instanceof RpcFailure) return { message: thrown.message, issues: thrown.issues }
  return { message: thrown instanceof Error ? thrown.message : String(thrown), issues: [] }
}
