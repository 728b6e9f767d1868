import { computed } from 'vue'
import { defineStore } from 'pinia'
import { useSessionStore } from '../stores/sessionStore'
import { allCommands } from './all'
import type { Chord } from './chord'
import { defaultKeys, refusalOf, titleOf } from './command'
import type { Command } from './command'
import { t } from '../strings/t'

/** The commands, and the keys that they have for this person. */
export const useCommandStore = defineStore('commands', () => {
  const session = useSessionStore()
  const commands = allCommands()
  const byId = new Map(commands.map((command) => [command.id, command]))

  function get(id: string): Command {
    const command = byId.get(id)
    if (!command) throw new Error(`internal: no command "${id}"`)
    return command
  }

  const keysOf = (id: string): readonly Chord[] => session.keys[id] ?? defaultKeys(get(id))
  const byChord = computed(
    () => new Map(commands.flatMap((command) => keysOf(command.id).map((chord) => [chord, command] as const))),
  )
  /** The command that has these keys; null when they are free. */
  const holder = (chord: Chord): Command | null => byChord.value.get(chord) ?? null

  /** Does it, or says why it cannot be done. Answers whether it was done. */
  function run(id: string): boolean {
    const command = get(id)
    const refusal = refusalOf(command)
    if (refusal === null) void command.run()
    else if (refusal !== '') session.announce(refusal)
    return refusal === null
  }

  function setKeys(id: string, chords: readonly Chord[]): void {
    const usual = defaultKeys(get(id))
    const others = Object.entries(session.keys).filter(([other]) => other !== id)
    const own = chords.join() === usual.join() ? [] : [[id, chords] as const]
    session.keys = Object.fromEntries([...others, ...own])
  }

  /** Gives a chord to a command in place of its chord `instead`, and takes it from whichever has it now. */
  function bind(id: string, chord: Chord, instead?: Chord): void {
    const before = holder(chord)
    if (before && before.id !== id) unbind(before.id, chord)
    const kept = keysOf(id).filter((other) => other !== instead && other !== chord)
    setKeys(id, [...kept, chord])
    session.announce(t('gestures.newKeys', { title: titleOf(get(id)) }))
  }

  function unbind(id: string, chord: Chord): void {
    setKeys(
      id,
      keysOf(id).filter((other) => other !== chord),
    )
  }

  const isChanged = (id: string): boolean => id in session.keys
  /** The keys it came with, taken back from whichever has them now. */
  function reset(id: string): void {
    const usual = defaultKeys(get(id))
    for (const chord of usual) {
      const other = holder(chord)
      if (other && other.id !== id) unbind(other.id, chord)
    }
    setKeys(id, usual)
  }
  function resetAll(): void {
    session.keys = {}
  }

  return { commands, get, keysOf, holder, run, bind, unbind, isChanged, reset, resetAll }
})
