import { t } from '../../strings/t'

/** A kind of film that this window can record. */
export interface FilmKind {
  readonly label: string
  readonly extension: 'webm' | 'mp4'
  readonly type: string
}

const kinds: readonly FilmKind[] = [
  { label: 'WebM', extension: 'webm', type: 'video/webm;codecs=vp9' },
  { label: 'WebM', extension: 'webm', type: 'video/webm;codecs=vp8' },
  { label: 'MP4', extension: 'mp4', type: 'video/mp4;codecs=avc1.42E01F' },
  { label: 'MP4', extension: 'mp4', type: 'video/mp4;codecs=vp9' },
]

/** One of each kind that is offered here. */
export function filmKinds(): readonly FilmKind[] {
  if (typeof MediaRecorder === 'undefined') return []
  const offered = kinds.filter(({ type }) => MediaRecorder.isTypeSupported(type))
  return offered.filter((kind, i) => offered.findIndex(({ extension }) => extension === kind.extension) === i)
}

export interface FilmSource {
  readonly width: number
  readonly height: number
  /** Draws the picture as it is now; answers false once there is no more to come. */
  draw(context: CanvasRenderingContext2D): boolean
  readonly perSecond: number
}

/** A recording under way. */
export interface Filming {
  stop(): void
  /** The whole file, once it is stopped. */
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>
}

const BITS_PER_SECOND = 5_000_000

/** Records what `source` draws until it has no more to come or is stopped. */
export function record({ type }: FilmKind, source: FilmSource): Filming {
  const canvas = document.createElement('canvas')
  // Encoders halve the colours' resolution: both sides are even.
  canvas.width = 2 * Math.ceil(source.width / 2)
  canvas.height = 2 * Math.ceil(source.height / 2)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  source.draw(context)
  const stream = canvas.captureStream(source.perSecond)
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND })
  const parts: Blob[] = []
  const bytes = new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    recorder.addEventListener('error', () => {
      reject(new Error(t('views.export.notEncoded')))
    })
    recorder.addEventListener('stop', () => {
      for (const track of stream.getTracks()) track.stop()
      new Blob(parts).arrayBuffer().then((buffer) => {
        resolve(new Uint8Array(buffer))
      }, reject)
    })
  })
  const stop = (): void => {
    clearInterval(timer)
    if (recorder.state !== 'inactive') recorder.stop()
  }
  recorder.start(1000)
  const timer = setInterval(() => {
    if (!source.draw(context)) stop()
  }, 1000 / source.perSecond)
  return { stop, bytes }
}
