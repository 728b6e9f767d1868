/** Letters of mathematics, units, and names of formats, methods and makers: the same in every language. */
const names = [
  ...['log', 'det', 'ln', 'Δp', 'eᵛ', 'NLL', 'KL', 'KS', 'NUTS'],
  ...['nats', 'px', 'ms', 'float32', 'pi'],
  ...['PNG', 'SVG', 'CSV', 'NPY', 'NumPy', 'WebM', 'MP4'],
  ...['Adam', 'AdamW', 'Diffeo', 'AMD', 'Apple', 'Intel', 'NVIDIA'],
  ...['Ctrl', 'Alt', 'Shift', 'Enter', 'Esc', 'Home', 'End', 'Space'],
]

/** What a browser reads: fonts, queries and functions of CSS, selectors, markup. */
const languages = [
  /"(Inter|JetBrains Mono) Variable", /,
  /^\{\} \{\}px \{\}$/,
  /^\((max-width|prefers-[a-z-]+): /,
  /^translate\(/,
  /\[(data-|role=|contenteditable)/,
  /^<svg /,
]

/** Keys as browsers call them, alone or with others. */
const keys =
  /^((Ctrl|Alt|Shift)\+)*(Control|Meta|AltGraph|CapsLock|Dead|Unidentified|Process|Escape|Enter|Tab|Delete|Backspace|(Arrow|Page)(Up|Down|Left|Right)|F\d+|.)$/

/** What is written once and said by its key, `commands.categories.File`, the model in a formula, and formulas that are typed. */
const phrases: Readonly<Record<string, readonly string[] | undefined>> = {
  'commands/command.ts': ['File', 'Edit', 'Stack', 'Training', 'View', 'Picture', 'Help'],
  // a map as a person would type it
  'lessons/content/line.ts': ['z + 0.4 sin(2z)'],
  'views/parts/ErrorFacts.vue': ['KL(true‖model)'],
}

/** Files whose literals are all read by programs, and why. */
const files: Readonly<Record<string, string>> = {
  'views/picture/SampleView.ts': 'shaders',
  'views/picture/densityShader.ts': 'shaders',
  'views/picture/layersShader.ts': 'shaders',
  'views/picture/volumeShader.ts': 'shaders',
  'views/export/markCanvas.ts': 'values of a canvas',
  'shells/inPicture.ts': 'a document inside a PNG or an SVG',
  'editor/picture/cardMarks.ts': 'selectors',
  'panels/block/filled.ts': 'formulas in TeX',
  'views/export/npy.ts': 'the header of a NPY file, in Python',
  'panels/log/diagnostics.ts': 'sent to those who make Diffeo, who read English',
}

/** Whether a text may stand in the source of the screen. */
export function isAllowed(file: string, text: string): boolean {
  if (file in files || phrases[file]?.includes(text)) return true
  if (keys.test(text) || languages.some((pattern) => pattern.test(text))) return true
  return !/\p{L}/u.test(
    text.replaceAll('{}', ' ').replace(/\p{L}[\p{L}\p{N}′]*/gu, (word) => (isName(word) ? '' : word)),
  )
}

const isName = (word: string): boolean => names.includes(word) || /^\p{L}[₀-₉′]*\p{Lm}?$/u.test(word)
