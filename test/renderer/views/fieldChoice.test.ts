// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { blocksInOrder } from '@shared/document/chain'
import { blockColour } from '../../../src/renderer/ui/colour'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import NonFiniteBadge from '../../../src/renderer/views/parts/NonFiniteBadge.vue'
import { useFieldChoice } from '../../../src/renderer/views/use/useFieldChoice'
import { documentOf } from '../documents'

const document = documentOf('affine', 'spline-coupling', 'lu-linear')
const [first, second] = blocksInOrder(document).map(({ id }) => id)
let choice: ReturnType<typeof useFieldChoice>

beforeEach(() => {
  setActivePinia(createPinia())
  useEngineStore().held = document
  mount(
    defineComponent({
      setup() {
        choice = useFieldChoice()
        return () => h('i')
      },
    }),
  )
})

describe('the choice of a block', () => {
  it('is among the blocks that are compiled, by place, name and colour', () => {
    expect(choice.blocks.value.map(({ place, title }) => `${String(place)} ${title}`)).toEqual([
      '1 Affine',
      '2 Spline coupling',
      '3 LU linear',
    ])
    expect(choice.blocks.value[2].colour).toBe(blockColour(3, 3))
  })

  it('stays with the whole stack, but goes from block to block with the selection', async () => {
    const documents = useDocumentStore()
    documents.selectedNode = second
    await nextTick()
    expect(choice.block.value).toBeNull()
    choice.node.value = first
    documents.selectedNode = null
    await nextTick()
    expect(choice.block.value?.place).toBe(1)
    documents.selectedNode = second
    await nextTick()
    expect(choice.block.value?.place).toBe(2)
  })

  it('falls back to the whole stack once the block is gone', () => {
    choice.node.value = second
    useEngineStore().held = documentOf('affine')
    expect(choice.block.value).toBeNull()
  })
})

describe('the mark of places that are not finite', () => {
  it('selects the first block at which it happens', async () => {
    const found = { places: 2, node: second, text: '2 places are not finite, first at block 2 Spline coupling' }
    const badge = mount(NonFiniteBadge, { props: { found } })
    expect(badge.text()).toBe(found.text)
    await badge.trigger('click')
    expect(useDocumentStore().selectedNode).toBe(second)
  })
})
