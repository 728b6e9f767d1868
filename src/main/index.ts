import { runApp } from './electron/app'

/** The entry of the Electron app. */
runApp()
