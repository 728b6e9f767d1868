import { measurementsOf, type MeasuredRun, type Trained, type Validation } from '../measurements'
import { Bytes } from './bytes'
import { maskedCrc32c } from './crc32c'
import { Message } from './message'

/**
 * A run's metrics as a TensorBoard event file: TFRecords (tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format
 * details") of `Event` messages. Numbers of fields are those of TensorBoard's tensorboard/compat/proto/: event.proto has
 *
 *     Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5 }
 *
 * and summary.proto `Summary { repeated Value value = 1 }`, `Value { string tag = 1; float simple_value = 2; TensorProto
 * tensor = 8; SummaryMetadata metadata = 9 }`. Scalars are float32 there; NaN and infinities stay what they are. The times
 * of steps are those of training, pauses left out, from when it began; a step that was not timed has the time before it.
 */
export function metricsEvents(run: MeasuredRun): Uint8Array<ArrayBuffer> {
  const { began, document } = run
  const start = began / 1000
  const file = new Bytes()
  addRecord(file, new Message().double(1, start).text(3, 'brain.Event:2'))
  addRecord(file, event(start, 0, [settingsOf(document)]))
  let time = start
  for (const each of measurementsOf(run)) {
    if (each.kind === 'training' && !Number.isNaN(each.seconds)) time = start + each.seconds
    addRecord(file, event(time, each.step, scalarsOf(each)))
  }
  return file.written
}

/** uint64 length, uint32 masked CRC of the length, the data, uint32 masked CRC of the data; the low byte first. */
function addRecord(file: Bytes, { bytes }: Message): void {
  const length = new Bytes().uint64(bytes.length).written
  file.append(length).uint32(maskedCrc32c(length)).append(bytes).uint32(maskedCrc32c(bytes))
}

function event(wallTime: number, step: number, values: readonly Message[]): Message {
  const summary = new Message()
  for (const value of values) summary.message(1, value)
  const message = new Message().double(1, wallTime)
  if (step !== 0) message.integer(2, step) // proto3 leaves out a number that is 0
  return message.message(5, summary)
}

const scalar = (tag: string, value: number): Message => new Message().text(1, tag).float(2, value)

function scalarsOf(measured: Trained | Validation): readonly Message[] {
  if (measured.kind === 'validation') return [scalar('loss/validation', measured.loss)]
  const { loss, parts, gradientNorm, beta } = measured
  const kept = Object.entries(parts ?? {}).filter(([, value]) => !Number.isNaN(value)) // NaN of steps whose were not kept
  return [
    scalar('loss/train', loss),
    ...kept.map(([name, value]) => scalar(`loss/${name}`, value)),
    scalar('gradient_norm', gradientNorm),
    ...(beta === null ? [] : [scalar('beta', beta)]),
  ]
}

/** DT_STRING of types.proto, and DATA_CLASS_TENSOR of summary.proto, which TensorBoard keeps texts under. */
const [STRING, TENSOR] = [7, 2]

/**
 * What the run was of, seed and settings, for the tab of texts: a code block of Markdown. `SummaryMetadata { PluginData
 * plugin_data = 1 { string plugin_name = 1 }; DataClass data_class = 4 }` and of tensor.proto `TensorProto { DataType dtype
 * = 1; TensorShapeProto tensor_shape = 2; repeated bytes string_val = 8 }`, a scalar by its empty shape.
 */
function settingsOf({ name, objective, training }: MeasuredRun['document']): Message {
  const lines = JSON.stringify({ name, objective, training }, null, 2).split('\n')
  const text = lines.map((line) => `    ${line}`).join('\n')
  const tensor = new Message().integer(1, STRING).message(2, new Message()).text(8, text)
  const metadata = new Message().message(1, new Message().text(1, 'text')).integer(4, TENSOR)
  return new Message().text(1, 'settings').message(8, tensor).message(9, metadata)
}
