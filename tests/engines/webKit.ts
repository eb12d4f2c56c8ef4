// WebKitGTK by WebKitWebDriver, on a screen of its own (Xvfb).
import { fileURLToPath } from 'node:url'
import {
  answerOf,
  begin,
  type Launch,
  type Page,
  pagesOf,
  portOpen,
  scriptMs,
  scriptOf,
  until,
} from './engine.ts'

const window = fileURLToPath(new URL('webKitWindow.py', import.meta.url))
let next = 4600 + (process.pid % 300)

export const launchWebKit: Launch = async (folder, { width, height }) => {
  const port = next++
  const display = `:${port}`
  const screen = begin('Xvfb', [display, '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'])
  const child = begin('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    DISPLAY: display,
    GDK_BACKEND: 'x11',
    NO_AT_BRIDGE: '1',
  })
  await until('WebKitWebDriver', () => portOpen(port))
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${path}: ${value.error} ${value.message}`)
    return value
  }
  const browser = { binary: '/usr/bin/python3', args: [window, folder, `${width}`, `${height}`] }
  const { sessionId } = await until('WebKit', () =>
    call<{ sessionId: string }>('POST', '/session', {
      capabilities: {
        alwaysMatch: {
          pageLoadStrategy: 'none',
          'webkitgtk:browserOptions': browser,
          timeouts: { script: scriptMs },
        },
      },
    }),
  )
  const at = `/session/${sessionId}`
  const chosenPage: Page = {
    go: async (url) => void (await call('POST', `${at}/url`, { url })),
    run: async (work, ...words) =>
      answerOf(await call('POST', `${at}/execute/async`, { script: scriptOf(work), args: words })),
  }
  const pageOf = pagesOf((handle) => call('POST', `${at}/window`, { handle }), chosenPage)
  const driver = {
    ...pageOf(await call<string>('GET', `${at}/window`)),
    openPage: async () =>
      pageOf(
        (await call<{ handle: string }>('POST', `${at}/window/new`, { type: 'window' })).handle,
      ),
    close: async () => undefined,
  }
  return { driver, processes: [child, screen] }
}
