import { computed, ref, watch } from 'vue'
import { useDocumentStore } from '../../stores/documentStore'
import { useRepeatStore } from '../../stores/repeatStore'
import { stackBlocks } from '../stackBlocks'
import { useShown } from './useMoment'

/** Of what the Jacobian is shown: the whole stack, one block, or all up to one. */
export function useFieldChoice() {
  const shown = useShown()
  const documents = useDocumentStore()
  const repeats = useRepeatStore()
  /** The chosen block's node; null is the whole stack. */
  const node = ref<string | null>(null)
  const extent = ref<'alone' | 'up-to'>('alone')
  const direction = ref<'inverse' | 'forward'>('inverse')

  const blocks = computed(() => stackBlocks(shown.document.value))
  const block = computed(() => blocks.value.find((one) => one.node === node.value) ?? null)

  // Who looks at one block sees the one that is selected in the stack; the whole stack stays the whole stack.
  watch(
    () => documents.selectedNode && repeats.idInFlow(documents.document, documents.selectedNode),
    (selected) => {
      if (block.value !== null && blocks.value.some((one) => one.node === selected)) node.value = selected
    },
  )
  /** Counts the choices, so that a frame for another one is known for what it is. */
  const turn = ref(0)
  watch([() => block.value?.node, extent, direction, shown.run], () => turn.value++, { flush: 'sync' })
  return { turn, node, extent, direction, blocks, block }
}
