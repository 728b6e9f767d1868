import { computed } from 'vue'
import { chordForAria, chordWords } from './chord'
import { refusalOf, titleOf } from './command'
import { useCommandStore } from './commandStore'

/** What a button or a menu's entry shows of a command, and how it is done. */
export function useCommand(id: () => string) {
  const commands = useCommandStore()
  const command = computed(() => commands.get(id()))
  const chords = computed(() => commands.keysOf(id()))
  return {
    title: computed(() => titleOf(command.value)),
    /** Why it cannot be done; null when it can. */
    refusal: computed(() => refusalOf(command.value)),
    /** The first of its keys, as people read it; empty where there is none. */
    keys: computed(() =>
      chords.value
        .slice(0, 1)
        .map((chord) => chordWords(chord))
        .join(''),
    ),
    ariaKeys: computed(() => chords.value.map((chord) => chordForAria(chord)).join(' ') || undefined),
    run: (): void => {
      commands.run(id())
    },
  }
}
