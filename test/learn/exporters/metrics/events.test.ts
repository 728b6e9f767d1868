import { readFileSync } from 'node:fs'
import { measurementsOf } from '@shared/learn/exporters/metrics/measurements'
import { Bytes } from '@shared/learn/exporters/metrics/tensorboard/bytes'
import { crc32c, maskedCrc32c } from '@shared/learn/exporters/metrics/tensorboard/crc32c'
import { metricsEvents } from '@shared/learn/exporters/metrics/tensorboard/events'
import { encodeUtf8 } from '@shared/learn/exporters/metrics/tensorboard/utf8'
import { describe, expect, it } from 'vitest'
import { fixtureRun, fixtures } from './runs'

describe('CRC-32C', () => {
  it.each([
    ['nothing', [], 0],
    ['32 zeros', Array<number>(32).fill(0), 0x8a9136aa],
    ['32 bytes of ones', Array<number>(32).fill(0xff), 0x62a8ab43],
    ['32 bytes that rise', Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['32 bytes that fall', Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ['"123456789"', [...new TextEncoder().encode('123456789')], 0xe3069283],
  ])('of %s is that of RFC 3720 and of the catalogues', (_, bytes, expected) => {
    expect(crc32c(Uint8Array.from(bytes))).toBe(expected)
  })

  it('is masked by a rotation and a sum, which stay within 32 bits', () => {
    const rotated = (0x8a9136aan >> 15n) | ((0x8a9136aan << 17n) & 0xffffffffn)
    expect(maskedCrc32c(new Uint8Array(32))).toBe(Number((rotated + 0xa282ead8n) & 0xffffffffn))
  })
})

it('writes numbers beyond 32 bits in groups of seven', () => {
  const decoded = ({ written }: Bytes) => written.reduceRight((sum, byte) => (sum << 7n) | BigInt(byte & 0x7f), 0n)
  for (const value of [0, 127, 128, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 1, 2 ** 53 - 1]) {
    const bytes = new Bytes().varint(value)
    expect(decoded(bytes)).toBe(BigInt(value))
    const marks = Array.from(bytes.written, (byte) => byte >> 7)
    expect(marks).toEqual([...Array<number>(marks.length - 1).fill(1), 0])
  }
})

it('loses no byte where it takes more room', () => {
  const bytes = new Bytes()
  for (let i = 0; i < 1000; i++) bytes.varint(i % 128)
  expect(Array.from(bytes.written)).toEqual(Array.from({ length: 1000 }, (_, i) => i % 128))
})

it('writes texts in UTF-8 as hosts do', () => {
  const text = 'a\u007f\u0080é\u07ff\u0800☾\ud7ff\ue000\uffff\u{10000}🌙\u{10ffff} \ud800 \udc00x'
  expect(encodeUtf8(text)).toEqual(Uint8Array.from(new TextEncoder().encode(text)))
})

/** Of run.json, by test/fixtures/tensorboard/make.py: TensorBoard's own file, and what its own loader reads there. */
describe('the event file', () => {
  it("is TensorBoard's own of the same run, byte for byte, and thereby the one that its loader has read", () => {
    const theirs = readFileSync(new URL('run.tfevents', fixtures))
    expect(Buffer.from(metricsEvents(fixtureRun())).toString('hex')).toBe(theirs.toString('hex'))
  })

  it('is read by TensorBoard as the losses at their steps, in float32', () => {
    const read = JSON.parse(readFileSync(new URL('read.json', fixtures), 'utf8')) as {
      readonly scalars: Readonly<Record<string, readonly (readonly [number, number, number | string])[]>>
      readonly texts: Readonly<Record<string, readonly string[]>>
    }
    const measured = measurementsOf(fixtureRun())
    const losses = (kind: string) =>
      measured.filter((each) => each.kind === kind).map(({ step, loss }) => [step, Math.fround(loss)])
    const scalars = (tag: string) => read.scalars[tag].map(([, step, value]) => [step, Number(value)])
    expect(scalars('loss/train')).toEqual(losses('training'))
    expect(scalars('loss/validation')).toEqual(losses('validation'))
    expect(Object.keys(read.scalars).sort()).toEqual(
      ['beta', 'gradient_norm', 'loss/NLL', 'loss/free energy', 'loss/train', 'loss/validation'].sort(),
    )
    expect(read.scalars['loss/train'].slice(0, 3).map(([time]) => time)).toEqual(
      [0, 0.25, 0.375].map((seconds) => 1_700_000_000.123 + seconds),
    )
    expect(read.texts['settings'][0]).toContain('"seed": 4294967295')
  })
})
