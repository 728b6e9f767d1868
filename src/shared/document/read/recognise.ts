import { failure, type Outcome } from '../issue'
import { type Fields, type Format, isFields, migrate, oldestVersion } from '../migrations'
import { shown } from './words'

const others: Readonly<Record<string, string>> = {
  'diffeo/document': 'This is a Diffeo document, expected a trained model. Open it as a document, or train it first.',
  'diffeo/model': 'This is a trained Diffeo model, expected a document. Import it as a model.',
}

/** Data that says it is a file of this format, brought to the present version; `path` is where it stands in a larger file. */
export function recognise(kind: Format, value: unknown, path = ''): Outcome<Fields> {
  const where = (field: string) => (path === '' ? field : `${path}.${field}`)
  if (!isFields(value)) {
    const what = Array.isArray(value) ? 'a list' : shown(value)
    return failure(
      `${path || 'The file'}: expected an object with "format": "${kind.format}", got ${what}. Choose another file.`,
      path,
    )
  }
  if (value.format !== kind.format) {
    const other =
      path === '' && typeof value.format === 'string' && Object.hasOwn(others, value.format)
        ? others[value.format]
        : null
    const plain = `${where('format')}: expected "${kind.format}", got ${shown(value.format)}. This is not a Diffeo file of that kind.`
    return failure(other ?? plain, where('format'))
  }
  const { version } = value
  const oldest = oldestVersion(kind)
  if (typeof version !== 'number' || !Number.isInteger(version) || version < oldest) {
    return failure(
      `${where('version')}: expected a whole number from ${oldest} to ${kind.version}, got ${shown(version)}. Correct the file.`,
      where('version'),
    )
  }
  if (version > kind.version) {
    return failure(
      `${where('version')}: the file has version ${version}, this Diffeo reads up to ${kind.version}. Update Diffeo to open it.`,
      where('version'),
    )
  }
  return { ok: true, value: migrate(kind, value) }
}
