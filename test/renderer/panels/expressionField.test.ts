// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ExpressionField from '../../../src/renderer/panels/inspector/ExpressionField.vue'

const settings = { from: -8, to: 8, outside: 'lines' }
const field = (modelValue = '2z + 1') => mount(ExpressionField, { props: { modelValue, label: 'f(z)', settings } })
type Field = ReturnType<typeof field>
const says = (wrapper: Field) => wrapper.find('[data-testid=verdict]')

describe('the field of an expression', () => {
  it('says what it is at each key, before it is handed on', async () => {
    const wrapper = field()
    expect(says(wrapper).text()).toBe('Invertible: increasing on −8 … 8, with values −15 … 17.')
    expect(says(wrapper).attributes('role')).toBe('status')
    await wrapper.find('input').setValue('1 - z')
    expect(says(wrapper).text()).toContain('decreasing')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
    await wrapper.find('input').trigger('keydown', { key: 'Enter' })
    expect(wrapper.emitted('update:modelValue')).toEqual([['1 - z']])
  })

  it.each([
    ['exp(-z^2)', 'f rises on −8 … 0 and falls on 0 … 8'],
    ['2z +', 'at character 5: expected'],
    ['', 'expected an expression in z, found nothing'],
  ])('refuses “%s” at once, with the reason below it', async (text, message) => {
    const wrapper = field()
    await wrapper.find('input').setValue(text)
    expect(wrapper.find('[role=alert]').text()).toContain(message)
    expect(wrapper.find('input').attributes('aria-invalid')).toBe('true')
  })

  it('hands on what is wrong too when it is left, so that nothing typed is lost', async () => {
    const wrapper = field()
    await wrapper.find('input').setValue('2z +')
    await wrapper.find('input').trigger('blur')
    expect(wrapper.emitted('update:modelValue')).toEqual([['2z +']])
    expect(wrapper.find('input').element.value).toBe('2z +')
  })

  it('takes back what was typed at Escape', async () => {
    const wrapper = field()
    await wrapper.find('input').setValue('sin(z)')
    await wrapper.find('input').trigger('keydown', { key: 'Escape' })
    expect(wrapper.find('input').element.value).toBe('2z + 1')
    await wrapper.find('input').trigger('blur')
    expect(wrapper.emitted('update:modelValue')).toBeUndefined()
  })

  it('judges anew when the interval moves', async () => {
    const wrapper = field('exp(-z^2)')
    expect(says(wrapper).attributes('role')).toBe('alert')
    await wrapper.setProps({ settings: { ...settings, from: 0.1, to: 3 } })
    expect(says(wrapper).text()).toContain('decreasing on 0.1 … 3')
  })
})
