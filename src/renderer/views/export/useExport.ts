import { onBeforeUnmount, shallowRef } from 'vue'
import { useDocumentStore } from '../../stores/documentStore'
import { useEngineStore } from '../../stores/engineStore'
import { useFileStore, type FileContent } from '../../stores/fileStore'
import { pictureName } from '../../shells/fileKinds'
import { pngWithDocument, svgWithDocument } from '../../shells/inPicture'
import { csvOf } from './csv'
import type { Exportable } from './exportable'
import { record, type FilmKind, type Filming } from './film'
import { npyOf } from './npy'
import { pngOf } from './png'

export interface PictureOptions {
  readonly transparent: boolean
  /** Whether the document goes along, with all of its rows, so that the picture can be opened as it. */
  readonly withFlow: boolean
}

/** Seconds that a film of the layers spends on each of them, and at most in all. */
const PER_LAYER = 1.2
const LONGEST = 20
const TRAINING_RATE = 8
const PASS_RATE = 20

/** Deeds of the export menu on what `picture` answers at the time; `view` is its name in file names. */
export function useExport(picture: () => Exportable | null, view: () => string) {
  const documents = useDocumentStore()
  const engine = useEngineStore()
  const files = useFileStore()
  /** What is recorded now. */
  const filming = shallowRef<Filming | null>(null)

  const nameOf = (extension: string, step: number): string =>
    pictureName(documents.document.name, view(), step, extension)

  async function save(
    extension: string,
    make: (taken: Exportable) => FileContent | Promise<FileContent>,
  ): Promise<void> {
    const taken = picture()
    if (taken !== null) await files.exportFile(nameOf(extension, taken.step), () => make(taken))
  }

  async function film(kind: FilmKind, source: { draw: (taken: Exportable) => boolean; rate: number }): Promise<void> {
    const first = picture()
    if (first === null || filming.value !== null) return
    const { width, height } = first
    const name = view()
    const recording = record(kind, {
      width,
      height,
      perSecond: source.rate,
      draw: (context) => {
        const taken = picture()
        // Another view ends the film: its picture is another one.
        if (taken === null || view() !== name) return false
        const more = source.draw(taken)
        taken.draw(context, Math.min(width / taken.width, height / taken.height), false)
        return more
      },
    })
    filming.value = recording
    await files.exportFile(pictureName(documents.document.name, name, first.step, kind.extension), () =>
      recording.bytes.finally(() => (filming.value = null)),
    )
  }

  /** Until it is stopped or the run ends; of a run that has not begun, from its beginning. */
  function filmTraining(kind: FilmKind): Promise<void> {
    let ran = engine.running
    return film(kind, {
      rate: TRAINING_RATE,
      draw: () => {
        const over = ran && !engine.running
        ran ||= engine.running
        return !over
      },
    })
  }

  /** Once from z to x, and back to where the scrubber stood. */
  async function filmPass(kind: FilmKind): Promise<void> {
    const pass = picture()?.pass
    if (!pass) return
    const seconds = Math.min(LONGEST, PER_LAYER * pass.last + 1)
    const start = performance.now()
    pass.go(0)
    await film(kind, {
      rate: PASS_RATE,
      draw: () => {
        // It rests for half a second at both ends.
        const fraction = ((performance.now() - start) / 1000 - 0.5) / (seconds - 1)
        pass.go(pass.last * Math.min(1, Math.max(0, fraction)))
        return fraction * (seconds - 1) < seconds - 0.5
      },
    })
    pass.go(pass.now)
  }

  onBeforeUnmount(() => filming.value?.stop())

  return {
    filming,
    png: (scale: number, { transparent, withFlow }: PictureOptions) =>
      save('png', async (taken) => {
        const text = documents.serialise()
        const png = await pngOf(taken, scale, transparent)
        return withFlow ? pngWithDocument(png, text) : png
      }),
    svg: ({ transparent, withFlow }: PictureOptions) =>
      save('svg', (taken) => {
        const svg = taken.svg!(transparent)
        return withFlow ? svgWithDocument(svg, documents.serialise()) : svg
      }),
    csv: () => save('csv', (taken) => csvOf(taken.numbers!())),
    npy: () => save('npy', (taken) => npyOf(taken.numbers!())),
    filmTraining,
    filmPass,
  }
}
