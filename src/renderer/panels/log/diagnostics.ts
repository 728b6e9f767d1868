import type { FlowDocument } from '@shared/document/schema'
import type { EngineSettings, HostInfo } from '@shared/rpc/protocol'
import type { BackendReport } from '@shared/rpc/machine'
import type { LogLine } from '../../stores/logStore'

export interface Known {
  readonly host: HostInfo | null
  /** The browser's own account of itself and the machine. */
  readonly platform: string
  readonly screen: string
  readonly backends: readonly BackendReport[]
  readonly engine: EngineSettings
  readonly session: Readonly<Record<string, unknown>>
  readonly document: FlowDocument
  readonly lines: readonly LogLine[]
}

/** So many of the newest lines are sent along. */
const LINES = 200

/** All that helps to find a fault, as text, without data and without the names of folders. */
export function diagnostics({ host, platform, screen, backends, engine, session, document, lines }: Known): string {
  const parts = [
    ['Diffeo', host ? `${host.version}, ${host.shell} shell, protocol ${String(host.protocol)}` : 'not connected'],
    ['Platform', platform],
    ['Screen', screen],
    ['Backends', backends.map(({ name, chosen, reason }) => `${chosen ? '*' : ' '} ${name}: ${reason}`).join('\n')],
    ['Engine settings', JSON.stringify(engine)],
    ['Settings', JSON.stringify(session)],
    ['Document, without its data', JSON.stringify(withoutData(document), null, 1)],
    ['Log', lines.slice(-LINES).map(lineText).join('\n') || 'empty'],
  ]
  return withoutFolders(parts.map(([title, text]) => `## ${title}\n${text}`).join('\n\n'))
}

export const lineText = ({ at, kind, text }: LogLine): string => `${new Date(at).toISOString()} ${kind} ${text}`

/** Rows and names of a person's own data stay with the person. */
function withoutData(document: FlowDocument): unknown {
  const { source, context } = document.data
  if (source.kind !== 'table' && source.kind !== 'file') return document
  const told = { kind: source.kind, columns: source.columns?.length ?? null }
  return { ...document, data: { ...document.data, source: told, context: context.length } }
}

/** Paths keep the name of their file only: folders name people and projects. */
const withoutFolders = (text: string): string =>
  text.replace(/(?<=^|[\s"'“(=])(?:[A-Za-z]:\\{1,2}|~?\/)(?:[^\\/\n"'<>|:]+(?:\\{1,2}|\/))+/gm, '…/')
