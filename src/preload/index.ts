import { contextBridge, ipcRenderer } from 'electron'

/**
 * Hands the page one port to the main process, and nothing else. The page names the word that the port comes with, so
 * that it knows the answer to its own question.
 */
contextBridge.exposeInMainWorld('diffeo', {
  requestPort(answer: string) {
    ipcRenderer.once('diffeo:port', (event) => {
      // To this same window, which never shows another page: navigation is denied.
      window.postMessage(answer, '*', event.ports)
    })
    ipcRenderer.send('diffeo:connect')
  },
})
