// @vitest-environment happy-dom
import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'

const exposed = new Map<string, unknown>()
const ipcRenderer = Object.assign(new EventEmitter(), { send: vi.fn() })
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => exposed.set(name, api) },
  ipcRenderer,
}))

it('hands the page one function, which asks for one port and passes it on under the word it was given', async () => {
  await import('../../src/preload/index')
  expect([...exposed.keys()]).toEqual(['diffeo'])
  const api = exposed.get('diffeo') as { requestPort(answer: string): void }
  expect(Object.keys(api)).toEqual(['requestPort'])

  const post = vi.spyOn(window, 'postMessage').mockImplementation(() => undefined)
  api.requestPort('word')
  expect(ipcRenderer.send).toHaveBeenCalledExactlyOnceWith('diffeo:connect')
  const port = {}
  ipcRenderer.emit('diffeo:port', { ports: [port] })
  expect(post).toHaveBeenCalledExactlyOnceWith('word', '*', [port])
  ipcRenderer.emit('diffeo:port', { ports: [{}] })
  expect(post).toHaveBeenCalledOnce()
})
