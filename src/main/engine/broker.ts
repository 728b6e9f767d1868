import type { Port } from '@shared/rpc/port'
import {
  MAX_RUNS,
  type EngineMethod,
  type EngineParams,
  type EngineResults,
  type HostEvent,
  type Message,
} from '@shared/rpc/protocol'
import { createServer, engineTarget, hostTarget, type HostHandler } from '@shared/rpc/server'
import { createFrameGate, type FrameGate } from './frameGate'
import type { SaidEvent, Supervisor } from './supervisor'
import { createViews } from './views'

/** Connects any number of windows or pages to the one engine and to the host. */
export interface Broker {
  connect(port: Port<Message>): void
  /** Says something to all of them. */
  tell(event: HostEvent): void
}

interface Connection {
  emit(event: SaidEvent): void
  readonly gate: FrameGate
}

/** Answers go to who asked, events to all, frames to who watches the view, and never faster than they are shown. */
export function createBroker(supervisor: Supervisor, host: HostHandler): Broker {
  const connections = new Set<Connection>()
  const views = createViews()
  /** Earlier runs that each connection looks at. */
  const held = new Map<Connection, readonly number[]>()

  supervisor.onEvent((event) => {
    if (event.event === 'frame') {
      const asked = views.find(event.frame.view)
      if (asked) (asked.owner as Connection).gate.offer({ ...event.frame, view: asked.id })
      return
    }
    for (const connection of connections) connection.emit(event)
    if (event.event === 'engine-restored') void tellEngine().catch(() => undefined) // it died again: told after that
  })

  const tellEngine = () => supervisor.call('watch', { views: views.all() })

  /** The engine holds one set of runs: those that any connection looks at. */
  const holdRuns = () => supervisor.call('holdRuns', { runs: [...new Set([...held.values()].flat())].slice(-MAX_RUNS) })

  const callEngine = async <M extends EngineMethod>(
    connection: Connection,
    method: M,
    params: EngineParams[M],
  ): Promise<EngineResults[M]> => {
    if (method === 'watch') {
      views.watch(connection, (params as EngineParams['watch']).views)
      return (await tellEngine()) as EngineResults[M]
    }
    if (method === 'holdRuns') {
      held.set(connection, (params as EngineParams['holdRuns']).runs)
      return (await holdRuns()) as EngineResults[M]
    }
    if (method === 'credit') {
      const { view } = params as EngineParams['credit']
      connection.gate.credit(view)
      const engineId = views.engineId(connection, view)
      // A credit for a view that is no longer watched is late, not wrong.
      if (engineId !== undefined) supervisor.credit(engineId)
      return null as EngineResults[M]
    }
    return supervisor.call(method, params)
  }

  return {
    tell(event) {
      for (const connection of connections) connection.emit(event)
    },
    connect(port) {
      const gate = createFrameGate((frame) => {
        server.emit({ event: 'frame', frame })
      })
      const connection: Connection = {
        gate,
        emit: (event) => {
          server.emit(event)
        },
      }
      const server = createServer(port, {
        host: hostTarget(host),
        engine: engineTarget({ call: (method, params) => callEngine(connection, method, params) }),
      })
      connections.add(connection)
      port.onClose(() => {
        connections.delete(connection)
        const looked = held.get(connection) ?? []
        held.delete(connection)
        if (looked.length > 0) void holdRuns().catch(() => undefined) // an engine that is gone holds none
        if (views.all().length === 0) return
        views.drop(connection)
        void tellEngine().catch(() => undefined) // an engine that is gone watches nothing
      })
    },
  }
}
