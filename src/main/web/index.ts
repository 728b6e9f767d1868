import { parseOptions } from './options'
import { serveWeb } from './serve'

/** The web shell by itself. */
try {
  await serveWeb(parseOptions(process.argv.slice(2), process.env))
} catch (error) {
  console.error(`diffeo: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
