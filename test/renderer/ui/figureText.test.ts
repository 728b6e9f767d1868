// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import FigureText from '../../../src/renderer/ui/FigureText.vue'

describe('words with numbers in them', () => {
  it.each([
    ['23\u2009132 numbers', ['23\u2009132']],
    ['2D', ['2']],
    ['\u22120.488 ± 0.009', ['\u22120.488', '0.009']],
    ['no number at all', []],
  ])('sets of "%s" the numbers alone in the face of figures', (text, numbers) => {
    const words = mount(FigureText, { props: { text } })
    expect(words.text()).toBe(text)
    expect(words.findAll('.number').map((number) => number.text())).toEqual(numbers)
  })
})
