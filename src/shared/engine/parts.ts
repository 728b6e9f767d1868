import type { EngineEvent } from '../rpc/protocol'
import { BackgroundWork } from './backgroundWork'
import { Holding } from './holding'
import type { EngineHost } from './host'
import { Machinery } from './machinery'
import { Orders } from './orders'

/** What an engine is made of, for those who carry out its calls with it. */
export interface EngineParts {
  readonly host: EngineHost
  readonly emit: (event: EngineEvent) => void
  readonly orders: Orders
  readonly machinery: Machinery
  readonly holding: Holding
  readonly work: BackgroundWork
}

export function createParts(host: EngineHost, emit: (event: EngineEvent) => void): EngineParts {
  const holding = new Holding(host, emit)
  return {
    host,
    emit,
    orders: new Orders(),
    machinery: new Machinery(host),
    holding,
    work: new BackgroundWork(host, emit, holding),
  }
}

/** An order that answers nothing; there may be work after it. */
export async function order({ orders, work }: EngineParts, deed: () => void | Promise<void>): Promise<null> {
  await orders.give(async () => {
    await deed()
  })
  work.wake()
  return null
}
