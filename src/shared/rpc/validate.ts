import { z } from 'zod'
import { failure, type Outcome } from '../document/issue'
import { RunId, TestScore } from './library'
import type { Message } from './protocol'
import { RunNumber } from './runs'

/** Envelopes only: what a request asks for is checked by `server.ts` against the schema of its method. */

const Id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

const Issue = z.object({
  severity: z.enum(['error', 'warning']),
  node: z.string().nullable(),
  path: z.string(),
  message: z.string(),
})

const asked = { target: z.enum(['engine', 'host']), method: z.string().min(1).max(64), params: z.unknown() }
const Request = z.strictObject({ kind: z.literal('request'), id: Id, ...asked })
const Notification = z.strictObject({ kind: z.literal('notification'), ...asked })

const Response = z.discriminatedUnion('ok', [
  z.strictObject({ kind: z.literal('response'), id: Id, ok: z.literal(true), result: z.unknown() }),
  z.strictObject({
    kind: z.literal('response'),
    id: Id,
    ok: z.literal(false),
    error: z.object({ message: z.string(), issues: z.array(Issue) }),
  }),
])

const Step = z.number().int().min(0)

const Event = z.discriminatedUnion('event', [
  z.object({ event: z.literal('status'), status: z.looseObject({ state: z.looseObject({ kind: z.string() }) }) }),
  z.object({ event: z.literal('metrics'), metrics: z.looseObject({}) }),
  z.object({ event: z.literal('frame'), frame: z.looseObject({ kind: z.string(), view: z.string() }) }),
  z.object({ event: z.literal('snapshots'), snapshots: z.looseObject({ steps: z.array(Step) }) }),
  z.object({
    event: z.literal('runs'),
    runs: z.looseObject({
      present: RunNumber,
      earlier: z.array(z.looseObject({ run: RunNumber, columns: z.array(z.string()), steps: z.array(Step) })),
    }),
  }),
  z.object({ event: z.literal('solvers'), issues: z.array(Issue) }),
  z.object({
    event: z.literal('machine'),
    news: z.looseObject({ backends: z.array(z.looseObject({ name: z.string() })), text: z.string().nullable() }),
  }),
  z.object({
    event: z.literal('put-by'),
    putBy: z.looseObject({
      tabs: z.array(z.looseObject({ tab: z.string(), step: Step })),
      givenUp: z.array(z.string()),
    }),
  }),
  z.object({
    event: z.literal('checkpoint'),
    checkpoint: z.instanceof(Uint8Array),
    tab: z.string().optional(),
  }),
  z.object({ event: z.literal('enrolled'), runs: z.array(z.looseObject({ entry: z.string(), step: Step })) }),
  z.object({ event: z.literal('judged'), run: RunId, step: Step, test: TestScore }),
  z.object({ event: z.literal('workspace-taken'), page: z.string() }),
  z.object({ event: z.literal('files-handed') }),
  z.object({ event: z.literal('runs-changed') }),
  z.object({
    event: z.literal('queue-changed'),
    queue: z.looseObject({ entries: z.array(z.looseObject({ run: z.string() })) }),
  }),
  z.object({ event: z.literal('engine-lost'), reason: z.string() }),
  z.object({ event: z.literal('engine-restored'), resumedAt: Step.nullable() }),
])

const Envelope = z.discriminatedUnion('kind', [
  Request,
  Notification,
  Response,
  z.strictObject({ kind: z.literal('event'), event: Event }),
])

/** Says whether something that arrived on a port is a `Message`; the reason when it is not. */
export function readMessage(value: unknown): Outcome<Message> {
  const parsed = Envelope.safeParse(value)
  // The envelope was checked above; payloads stay as they came, so that typed arrays are not copied.
  if (parsed.success) return { ok: true, value: value as Message }
  return failure(`Message: ${describe(parsed.error)}. Expected a request, a notification, a response or an event.`)
}

/** The first finding of a schema in one line: where, expected, got. */
export function describe(error: z.ZodError): string {
  const [first] = error.issues
  if (!first) return 'not valid'
  const path = first.path.map(String).join('.')
  return path === '' ? first.message : `${path}: ${first.message}`
}
