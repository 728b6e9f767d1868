import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '@shared/rpc/client'
import { createPortCore } from '@shared/rpc/portCore'
import { PROTOCOL_VERSION, type Message } from '@shared/rpc/protocol'
import { runApp } from '../../../src/main/electron/app'
import { serveEngine } from '../../../src/main/engine/serve'
import { documentNamed } from '../engine/documents'
import { createFakeEngine } from '../engine/fakeEngine'
import * as electron from './fakeElectron'

vi.mock('electron', () => import('./fakeElectron'))

/** The whole main process on a fake `electron`, with the counting engine of the process tests in its utility process. */
describe('the Electron app', () => {
  let home: string
  let log: ReturnType<typeof vi.spyOn>
  beforeEach(async () => {
    electron.reset()
    home = await mkdtemp(join(tmpdir(), 'diffeo-app-'))
    vi.stubEnv('DIFFEO_HOME', home)
    log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    electron.utilityProcess.fork.mockImplementation(() => {
      const child = new electron.FakeUtilityProcess()
      electron.utilityProcess.started.push(child)
      const core = createPortCore<Message>()
      child.inside.on('message', core.deliver)
      const port = {
        ...core.hearing,
        post: (message: Message) => child.emit('message', structuredClone(message)),
        close: vi.fn(),
      }
      serveEngine(port, createFakeEngine, {} as never)
      return child
    })
  })
  afterEach(async () => {
    electron.app.emit('will-quit')
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    await rm(home, { recursive: true })
  })

  async function start() {
    runApp()
    await vi.waitFor(() => {
      expect(electron.BrowserWindow.all).toHaveLength(1)
    })
    return electron.BrowserWindow.all[0]!
  }

  /** Asks for a port as the preload script does; null when none came. */
  function ask(window: electron.BrowserWindow, frame = new electron.FakeFrame('app://diffeo/')) {
    electron.ipcMain.emit('diffeo:connect', { sender: window.webContents, senderFrame: frame })
    const [port] = frame.posted[0]?.ports ?? []
    if (!port) return null
    const core = createPortCore<Message>()
    port.on('message', ({ data }: { data: Message }) => {
      core.deliver(data)
    })
    port.on('close', () => {
      core.closed('main closed it')
    })
    port.start()
    return createClient({ ...core.hearing, post: (message) => port.postMessage(message), close: () => port.close() })
  }

  it('turns the sandbox on, takes the only instance and registers its scheme, before it is ready', () => {
    electron.app.whenReady.mockReturnValueOnce(new Promise(() => undefined))
    runApp()
    expect(electron.app.enableSandbox).toHaveBeenCalledOnce()
    expect(electron.app.setPath).toHaveBeenCalledWith('userData', join(home, 'electron'))
    expect(electron.protocol.registerSchemesAsPrivileged).toHaveBeenCalledOnce()
    expect(electron.BrowserWindow.all).toHaveLength(0)
  })

  it('leaves when another instance runs, and that one shows its window', async () => {
    electron.app.requestSingleInstanceLock.mockReturnValueOnce(false)
    runApp()
    expect(electron.app.quit).toHaveBeenCalledOnce()
    expect(electron.app.whenReady).not.toHaveBeenCalled()

    const window = await start()
    window.isMinimized.mockReturnValue(true)
    electron.app.emit('second-instance', {}, ['diffeo'], home)
    expect(window.restore).toHaveBeenCalledOnce()
    expect(window.focus).toHaveBeenCalledOnce()
  })

  describe('files', () => {
    const handedTo = (client: NonNullable<ReturnType<typeof ask>>) => client.call('host', 'takeHanded', {})
    const names = (files: Awaited<ReturnType<typeof handedTo>>) =>
      files.map((file) => [file.name, 'problem' in file ? file.problem : new TextDecoder().decode(file.bytes)])
    beforeEach(async () => {
      for (const name of ['a b.flow.json', 'c.csv']) await writeFile(join(home, name), name)
    })

    it('on the command line wait for the page, which gets each once', async () => {
      const before = process.argv
      process.argv = ['/opt/Diffeo/diffeo', '--ozone-platform=x11', join(home, 'a b.flow.json'), '.']
      try {
        const client = ask(await start())!
        expect(names(await handedTo(client))).toEqual([['a b.flow.json', 'a b.flow.json']])
        expect(await handedTo(client)).toEqual([])
      } finally {
        process.argv = before
      }
    })

    it('of a second instance come to the first, by address or relative to where that was started', async () => {
      const client = ask(await start())!
      const heard: string[] = []
      client.onEvent(({ event }) => heard.push(event))
      const args = ['diffeo', pathToFileURL(join(home, 'a b.flow.json')).href, './c.csv', 'gone.npy', 'file://x/a.csv']
      electron.app.emit('second-instance', {}, args, home)
      expect(names(await handedTo(client))).toEqual([
        ['a b.flow.json', 'a b.flow.json'],
        ['c.csv', 'c.csv'],
        ['gone.npy', 'There is no such file any more.'],
      ])
      expect(heard).toEqual(['files-handed'])
    })

    it('of macOS may come before the app is ready', async () => {
      let ready: () => void = () => undefined
      electron.app.whenReady.mockReturnValueOnce(new Promise((done) => (ready = done)))
      runApp()
      const preventDefault = vi.fn()
      electron.app.emit('open-file', { preventDefault }, join(home, 'c.csv'))
      expect(preventDefault).toHaveBeenCalledOnce()
      ready()
      await vi.waitFor(() => {
        expect(electron.BrowserWindow.all).toHaveLength(1)
      })
      expect(names(await handedTo(ask(electron.BrowserWindow.all[0]!)!))).toEqual([['c.csv', 'c.csv']])
    })
  })

  it('guards every page that is ever made', async () => {
    const window = await start()
    expect(window.webContents.url).toBe('app://diffeo/')
    expect(window.webContents.setWindowOpenHandler).toHaveBeenCalledOnce()
    expect(electron.session.defaultSession.setPermissionRequestHandler).toHaveBeenCalledOnce()
    const other = new electron.FakeContents()
    electron.app.emit('web-contents-created', {}, other)
    expect(other.setWindowOpenHandler).toHaveBeenCalledOnce()
  })

  it('brokers calls between the page and the engine process', async () => {
    const client = ask(await start())!
    expect(await client.call('host', 'hello', { protocol: PROTOCOL_VERSION })).toMatchObject({
      shell: 'electron',
      dialogs: true,
    })
    const heard: string[] = []
    client.onEvent(({ event }) => heard.push(event))
    await client.call('engine', 'open', { document: documentNamed('moons') })
    expect((await client.call('engine', 'attach', {})).document?.name).toBe('moons')
    expect(heard).toEqual(['status'])
    expect(electron.utilityProcess.fork.mock.lastCall![2]).toMatchObject({ serviceName: 'Diffeo engine' })
  })

  it.each([
    ['another site', () => new electron.FakeFrame('https://example.org/')],
    ['a frame inside our page', () => new electron.FakeFrame('app://diffeo/', new electron.FakeFrame('app://diffeo/'))],
    ['a look-alike', () => new electron.FakeFrame('app://diffeo.example.org/')],
  ])('gives %s no port', async (_who, frame) => {
    expect(ask(await start(), frame())).toBeNull()
    expect(log).toHaveBeenCalledWith(expect.stringContaining('asked for a connection and got none'))
  })

  it('gives no port to a frame that is gone', async () => {
    const window = await start()
    electron.ipcMain.emit('diffeo:connect', { sender: window.webContents, senderFrame: null })
    expect(log).toHaveBeenCalledWith(expect.stringContaining('an address that is gone'))
  })

  it('closes the former port of a page that was loaded again', async () => {
    const window = await start()
    const before = ask(window)!
    const closed = new Promise((done) => {
      before.onClose(done)
    })
    const after = ask(window)!
    await closed
    expect((await after.call('engine', 'attach', {})).document).toBeNull()
  })

  it('drops what is no message and goes on', async () => {
    const window = await start()
    const frame = new electron.FakeFrame('app://diffeo/')
    const client = ask(window, frame)!
    frame.posted[0]!.ports[0]!.postMessage({ kind: 'order' })
    expect((await client.call('engine', 'attach', {})).document).toBeNull()
    expect(log).toHaveBeenCalledWith(expect.stringContaining('Expected a request'))
  })

  it('says when the engine process ends, starts it again and goes on from the checkpoint', async () => {
    const client = ask(await start())!
    const heard: object[] = []
    client.onEvent((event) => {
      if (event.event.startsWith('engine-')) heard.push(event)
    })
    await client.call('engine', 'open', { document: documentNamed('moons') })
    await client.call('engine', 'step', { count: 12 })
    electron.utilityProcess.started[0]!.stderr.emit('data', 'RangeError: out of memory\n')
    electron.utilityProcess.started[0]!.emit('exit', 5)
    await vi.waitFor(() => {
      expect(heard).toHaveLength(2)
    })
    expect(heard).toEqual([
      {
        event: 'engine-lost',
        reason: 'The engine process ended (exit code 5: RangeError: out of memory). It is being started again.',
      },
      { event: 'engine-restored', resumedAt: 12 },
    ])
    expect(electron.utilityProcess.started).toHaveLength(2)
  })

  it('loads a page whose process ended again, and says so when that goes on', async () => {
    const { webContents } = await start()
    const gone = (reason: string) => webContents.emit('render-process-gone', {}, { reason, exitCode: 1 })
    gone('clean-exit')
    expect(webContents.reload).not.toHaveBeenCalled()
    for (let time = 0; time < 3; time++) gone('crashed')
    expect(webContents.reload).toHaveBeenCalledTimes(3)
    expect(electron.dialog.showErrorBox).not.toHaveBeenCalled()
    gone('oom')
    expect(webContents.reload).toHaveBeenCalledTimes(3)
    expect(electron.dialog.showErrorBox.mock.lastCall![1]).toContain('ended 4 times within a minute (oom)')
    expect(electron.app.exit).toHaveBeenCalledWith(1)
  })

  it('tells of other processes that end', async () => {
    await start()
    electron.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 11 })
    expect(log).toHaveBeenCalledWith('The process "GPU" ended (crashed, exit code 11).')
  })

  it('ends the engine and itself with its last window', async () => {
    await start()
    electron.app.emit('window-all-closed')
    expect(electron.app.quit).toHaveBeenCalledOnce()
    const kill = vi.spyOn(electron.utilityProcess.started[0]!, 'kill')
    electron.app.emit('will-quit')
    expect(kill).toHaveBeenCalled()
  })

  it('leaves Ctrl+Z to the page', async () => {
    await start()
    const template = JSON.stringify(electron.Menu.setApplicationMenu.mock.lastCall![0])
    expect(template).toContain('"copy"')
    expect(template).not.toMatch(/"(undo|redo)"/)
  })

  it('opens its window where it was, unless that screen is gone', async () => {
    const window = await start()
    expect(window.options).toMatchObject({ width: 1440, height: 900, minWidth: 1100, minHeight: 700, show: false })
    window.isMaximized.mockReturnValue(true)
    window.emit('close')
    electron.reset()
    const again = await start()
    expect(again.options).toMatchObject({ x: 10, y: 20, width: 1500, height: 950 })
    again.emit('ready-to-show')
    expect(again.maximize).toHaveBeenCalledOnce()
    electron.reset()
    electron.screen.getAllDisplays.mockReturnValueOnce([{ workArea: { x: 5000, y: 0, width: 800, height: 600 } }])
    expect((await start()).options).not.toHaveProperty('x')
    await writeFile(join(home, 'window.json'), '{"width":')
    electron.reset()
    expect((await start()).options).toMatchObject({ width: 1440 })
  })

  describe('dialogs', () => {
    it('read the file that the person chose', async () => {
      await writeFile(join(home, 'a.csv'), 'x\n1\n')
      electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [join(home, 'a.csv')] })
      const window = await start()
      const opened = await ask(window)!.call('host', 'openFile', { accept: 'data' })
      expect(opened).toEqual({ name: 'a.csv', bytes: new TextEncoder().encode('x\n1\n') })
      expect(electron.dialog.showOpenDialog.mock.lastCall![0]).toBe(window)
      expect(electron.dialog.showOpenDialog.mock.lastCall![1].filters![0]!.extensions).toContain('parquet')
    })

    it('write where the person chose, whole, and suggest a name without a folder', async () => {
      electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(home, 'mine.json') })
      const saved = await ask(await start())!.call('host', 'saveFile', { name: '../../etc/model.json', text: '{}' })
      expect(saved).toBe('mine.json')
      expect(await readFile(join(home, 'mine.json'), 'utf8')).toBe('{}')
      expect(electron.dialog.showSaveDialog.mock.lastCall![1].defaultPath).toBe('model.json')
    })

    it('write bytes as they are, offered under the ending of their name', async () => {
      electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: join(home, 'mine.png') })
      const bytes = Uint8Array.of(0x89, 0x50, 0, 0xff)
      const saved = await ask(await start())!.call('host', 'saveBytes', { name: 'moons.png', bytes })
      expect(saved).toBe('mine.png')
      expect(new Uint8Array(await readFile(join(home, 'mine.png')))).toEqual(bytes)
      expect(electron.dialog.showSaveDialog.mock.lastCall![1].filters![0]!.extensions).toEqual(['png'])
    })

    it('answer null when the person cancels', async () => {
      electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] })
      electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' })
      const client = ask(await start())!
      expect(await client.call('host', 'openFile', { accept: 'model' })).toBeNull()
      expect(await client.call('host', 'saveFile', { name: 'a.json', text: '{}' })).toBeNull()
    })
  })
})
