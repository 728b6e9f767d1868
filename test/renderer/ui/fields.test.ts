// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { workedOut } from '../../../src/renderer/ui/arithmetic'
import { parseIntegers, writeIntegers } from '../../../src/renderer/ui/integerList'
import IntegersField from '../../../src/renderer/ui/IntegersField.vue'
import MatrixField from '../../../src/renderer/ui/MatrixField.vue'
import { parseNumbers, writeNumbers } from '../../../src/renderer/ui/numberList'
import NumberField from '../../../src/renderer/ui/NumberField.vue'
import RangeSlider from '../../../src/renderer/ui/RangeSlider.vue'

describe('a number field', () => {
  const field = () => mount(NumberField, { props: { modelValue: 8, min: 2, max: 64, integer: true, label: 'Bins' } })

  it('hands a valid number on at Enter', async () => {
    const wrapper = field()
    await wrapper.find('input').setValue('12')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    await wrapper.find('input').trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('update:modelValue')).toEqual([[12]])
  })

  it.each([
    ['abc', 'Expected a number.'],
    ['', 'Expected a number.'],
    ['65', 'Expected 2 to 64, got 65.'],
    ['2.5', 'Expected a whole number, got 2.5.'],
    ['9*9', 'Expected 2 to 64, got 9*9 = 81.'],
    ['1/3+3', 'Expected a whole number, got 1/3+3 = 3.33333333333.'],
  ])('says what it expected of “%s” and keeps it to itself', async (text, message) => {
    const wrapper = field()
    await wrapper.find('input').setValue(text)
    await wrapper.find('input').trigger('keydown', { key: 'Enter' })
    expect(wrapper.find('[role=alert]').text()).toBe(message)
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    await wrapper.find('input').trigger('blur')
    expect(wrapper.find('input').element.value).toBe('8')
  })

  it('steps with the arrow keys, but not past its ends', async () => {
    const wrapper = mount(NumberField, { props: { modelValue: 64, min: 2, max: 64, integer: true, label: 'Bins' } })
    await wrapper.find('input').trigger('keydown', { key: 'ArrowUp' })
    await wrapper.find('input').trigger('keydown', { key: 'ArrowDown' })
    expect(wrapper.emitted('update:modelValue')).toEqual([[63]])
  })
})

describe('a number that is worked out', () => {
  it.each([
    ['3*64', 192],
    ['1/3', 0.333333333333],
    ['2e-4*2', 0.0004],
    ['2^6', 64],
    ['2^0.5', 1.41421356237],
    ['−1', -1],
    ['(1 + 2) × 3', 9],
    ['10^-3', 0.001],
    ['40\u2009000', 40_000],
    ['2 * 10\u2009000\u2009000', 20_000_000],
  ])('%s is %d', (text, value) => {
    expect(workedOut(text)).toEqual({ ok: true, value })
  })

  it.each([
    ['3*', /^No calculation: at character 3: expected/],
    ['2 x', /^No calculation/],
    ['1/0', /^1\/0 is no number/],
    ['alert(1)', /^No calculation/],
  ])('%s is none, and the field says why', (text, words) => {
    const worked = workedOut(text)
    expect(worked.ok ? '' : worked.words).toMatch(words)
  })

  it('is written out once it is taken', async () => {
    const wrapper = mount(NumberField, { props: { modelValue: 8, min: 2, max: 64, integer: true, label: 'Bins' } })
    await wrapper.find('input').setValue('2^5')
    await wrapper.find('input').trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('update:modelValue')).toEqual([[32]])
    expect(wrapper.find('input').element.value).toBe('32')
  })
})

describe('a number under a mouse', () => {
  const drag = (to: number, more: MouseEventInit = {}) => {
    window.dispatchEvent(new MouseEvent('mousemove', { clientX: to, ...more }))
  }
  const letGo = () => window.dispatchEvent(new MouseEvent('mouseup'))
  const field = (more: object = {}) =>
    mount(NumberField, {
      props: { modelValue: 8, min: 2, max: 64, integer: true, label: 'Bins', ...more },
      attachTo: document.body,
    })

  it('is drawn by it sideways, within its ends, and says once that it is done', async () => {
    const wrapper = field()
    await wrapper.find('input').trigger('mousedown', { button: 0, clientX: 100 })
    drag(108)
    await wrapper.setProps({ modelValue: 10 })
    drag(1000)
    expect(wrapper.emitted('update:modelValue')).toEqual([[10], [64]])
    expect(wrapper.emitted('done')).toBeUndefined()
    letGo()
    drag(0)
    expect(wrapper.emitted('done')).toHaveLength(1)
    expect(wrapper.emitted('update:modelValue')).toHaveLength(2)
  })

  it('goes finer with Shift and coarser with Ctrl', async () => {
    const wrapper = field({ integer: false, step: 1 })
    await wrapper.find('input').trigger('mousedown', { button: 0, clientX: 0 })
    drag(4, { shiftKey: true })
    drag(8, { ctrlKey: true })
    letGo()
    expect(wrapper.emitted('update:modelValue')).toEqual([[8.1], [18.1]])
  })

  it('has the focus after a click', async () => {
    const wrapper = field()
    await wrapper.find('input').trigger('mousedown', { button: 0, clientX: 0 })
    letGo()
    expect(document.activeElement).toBe(wrapper.find('input').element)
    expect(wrapper.emitted('done')).toBeUndefined()
  })

  it('turns with the wheel only while it has the focus', async () => {
    const wrapper = field()
    await wrapper.find('input').trigger('wheel', { deltaY: -1 })
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    wrapper.find('input').element.focus()
    await wrapper.find('input').trigger('wheel', { deltaY: -1 })
    expect(wrapper.emitted('update:modelValue')).toEqual([[9]])
  })
})

describe('a slider', () => {
  it('moves by one step of the setting with an arrow key and says that it is done', async () => {
    const range = { min: 1, max: 1024, step: 1, integer: true, scale: 'log' } as const
    const wrapper = mount(RangeSlider, { props: { modelValue: 64, range, label: 'Width' } })
    await wrapper.find('input').trigger('keydown', { key: 'ArrowRight' })
    expect(wrapper.emitted('update:modelValue')).toEqual([[65]])
    expect(wrapper.emitted('done')).toHaveLength(1)
  })
})

describe('a list of whole numbers', () => {
  it('reads what it writes', () => {
    expect(parseIntegers(writeIntegers([2, 0, 1]))).toEqual([2, 0, 1])
    expect(parseIntegers('  ')).toBeNull()
    expect(parseIntegers('1; 2 3')).toEqual([1, 2, 3])
    expect(parseIntegers('1, x')).toBeUndefined()
  })

  it('says what it expected of nonsense and hands nothing on', async () => {
    const wrapper = mount(IntegersField, { props: { modelValue: [1, 0], label: 'Mask', placeholder: '1, 0' } })
    await wrapper.find('input').setValue('1, two')
    await wrapper.find('input').trigger('blur')
    expect(wrapper.find('[role=alert]').text()).toContain('Expected whole numbers')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
  })
})

describe('a matrix', () => {
  it('reads what it writes, rows apart by semicolons', () => {
    expect(writeNumbers([1, -0.5, 1e-9, 2], true)).toBe('1, -0.5; 1e-9, 2')
    expect(writeNumbers([1, 2, 3, 4], false)).toBe('1, 2, 3, 4')
    expect(parseNumbers(writeNumbers([1, -0.5, 1e-9, 2], true))).toEqual([1, -0.5, 1e-9, 2])
    expect(parseNumbers(' −1 .5\n2. ')).toEqual([-1, 0.5, 2])
    expect(parseNumbers(' ; ')).toBeNull()
    for (const nonsense of ['1, x', '1..2', '0x10', 'Infinity', '1e999', '-'])
      expect(parseNumbers(nonsense)).toBeUndefined()
  })

  it('has rows of as many columns as it is told, where the numbers fill them', () => {
    const written = (modelValue: number[]) =>
      mount(MatrixField, { props: { modelValue, label: 'Means', columns: 3 } }).find('input').element.value
    expect(written([1, 2, 3, 4, 5, 6])).toBe('1, 2, 3; 4, 5, 6')
    expect(written([1, 2, 3, 4])).toBe('1, 2, 3, 4')
  })

  it('hands on numbers only, and shows its note while they are sound', async () => {
    const props = { modelValue: [1, 0, 0, 1], label: 'Matrix', square: true, note: 'det = 1' }
    const wrapper = mount(MatrixField, { props })
    expect(wrapper.text()).toBe('det = 1')
    await wrapper.find('input').setValue('1, two')
    await wrapper.find('input').trigger('blur')
    expect(wrapper.find('[role=alert]').text()).toContain('Expected numbers')
    expect(wrapper.text()).not.toContain('det')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    await wrapper.find('input').setValue('2 1 0 1')
    await wrapper.find('input').trigger('blur')
    expect(wrapper.emitted('update:modelValue')).toEqual([[[2, 1, 0, 1]]])
  })
})
