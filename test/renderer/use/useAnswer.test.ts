import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { useAnswer } from '../../../src/renderer/use/useAnswer'
import { usePart } from '../../../src/renderer/use/usePart'

/** A question whose answers are given by hand, in any order. */
function questions() {
  const asked: { tell: (word: string) => void; fail: (reason: unknown) => void }[] = []
  const question = () => new Promise<string>((tell, fail) => asked.push({ tell, fail }))
  return { asked, question }
}

describe('the answer to a question', () => {
  it('is the newest, and the last one stands until then', async () => {
    const { asked, question } = questions()
    const { told, stale, ask } = useAnswer(question)
    const first = ask()
    asked[0].tell('one')
    await first
    expect([told.value, stale.value]).toEqual(['one', false])

    const [second, third] = [ask(), ask()]
    expect([told.value, stale.value]).toEqual(['one', true])
    asked[2].tell('three')
    await third
    asked[1].tell('two')
    await second
    expect([told.value, stale.value]).toEqual(['three', false])
  })

  it('says why there is none', async () => {
    const { asked, question } = questions()
    const { answer, ask } = useAnswer(question)
    const asking = ask()
    asked[0].fail(new Error('No test rows.'))
    await asking
    expect(answer.value).toEqual({ kind: 'failed', message: 'No test rows.' })
  })

  it('is heard no more once it is forgotten', async () => {
    const { asked, question } = questions()
    const { answer, ask, forget } = useAnswer(question)
    const asking = ask()
    forget()
    asked[0].tell('late')
    await asking
    expect(answer.value).toEqual({ kind: 'asked' })
  })
})

describe('a part of an object as a model', () => {
  it('is written by putting another object in the place of the old one', () => {
    const before = { from: 0, to: 1 }
    const whole = ref(before)
    const to = usePart(whole, 'to')
    to.value = 2
    expect(whole.value).toEqual({ from: 0, to: 2 })
    expect(before).toEqual({ from: 0, to: 1 })
    expect(to.value).toBe(2)
  })
})
