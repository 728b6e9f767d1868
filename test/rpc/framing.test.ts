import { describe, expect, it } from 'vitest'
import { lengthPrefix, MessageCutter } from '@shared/rpc/framing'

const messages = [[1, 2, 3], [], [4], Array.from({ length: 300 }, (_, i) => i % 251)].map((bytes) =>
  Uint8Array.from(bytes),
)
const stream = Uint8Array.from(messages.flatMap((message) => [...lengthPrefix(message.length), ...message]))

describe('messages in a stream', () => {
  it.each([1, 2, 3, 4, 5, 7, 64, 1000])('come out of pieces of %i bytes as they went in', (size) => {
    const cutter = new MessageCutter(300)
    const got: Uint8Array[] = []
    for (let at = 0; at < stream.length; at += size) got.push(...cutter.take(stream.subarray(at, at + size)))
    expect(got.map((bytes) => [...bytes])).toEqual(messages.map((bytes) => [...bytes]))
  })

  it('are not awaited when they are said to be longer than the limit', () => {
    expect(() => [...new MessageCutter(299).take(stream)]).toThrow('300 bytes, expected at most 299')
  })
})
