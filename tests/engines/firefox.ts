// Firefox by Marionette, its own protocol: `length:[type, id, command or error, words or answer]`.
import { writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
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

const position = { location: { lat: 28.00067, lng: 123.99908 }, accuracy: 8 }
const preferences = (port: number): Record<string, string | number | boolean> => ({
  'marionette.port': port,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.aboutwelcome.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.disabledForTesting': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.startup.max_resumed_crashes': -1,
  'intl.accept_languages': 'zh-CN',
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // A tap is the page's own act here, and pages play nothing unasked.
  'media.autoplay.default': 0,
  'media.cubeb.backend': 'alsa',
  'geo.prompt.testing': true,
  'geo.prompt.testing.allow': true,
  'geo.provider.testing': true,
  'geo.provider.network.url': `data:application/json,${JSON.stringify(position)}`,
})

/** It plays nothing where there is no loudspeaker: this one is everywhere, and silent. */
const loudspeaker = 'pcm.!default { type null }\nctl.!default { type null }\n'

let next = 4200 + (process.pid % 300)

export const launchFirefox: Launch = async (folder, { width, height }) => {
  const port = next++
  const lines = Object.entries(preferences(port)).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  await writeFile(`${folder}/user.js`, lines.join('\n'))
  await writeFile(`${folder}/alsa.conf`, loudspeaker)
  // Its windows are at least 500 wide, and what stands above the page needs room.
  const size = ['--width', `${Math.max(500, width)}`, '--height', `${height + 56}`]
  const child = begin(
    'firefox-esr',
    ['--headless', '--marionette', '--no-remote', ...size, '--profile', folder, 'about:blank'],
    { ALSA_CONFIG_PATH: `${folder}/alsa.conf` },
  )
  await until('Firefox', () => portOpen(port), 60_000)
  const socket = connect(port, '127.0.0.1')
  const call = talk(socket)
  await call('WebDriver:NewSession', { pageLoadStrategy: 'none', timeouts: { script: scriptMs } })
  const chosenPage: Page = {
    go: async (url) => void (await call('WebDriver:Navigate', { url })),
    run: async (work, ...words) => {
      const { value } = (await call('WebDriver:ExecuteAsyncScript', {
        script: scriptOf(work),
        args: words,
        sandbox: null,
      })) as { value: never }
      return answerOf(value)
    },
  }
  const pageOf = pagesOf(
    (handle) => call('WebDriver:SwitchToWindow', { handle, focus: true }),
    chosenPage,
  )
  const { value: first } = (await call('WebDriver:GetWindowHandle', {})) as { value: string }
  const driver = {
    ...pageOf(first),
    openPage: async () =>
      pageOf(
        ((await call('WebDriver:NewWindow', { type: 'window', focus: true })) as { handle: string })
          .handle,
      ),
    close: async () => void socket.destroy(),
  }
  return { driver, processes: [child] }
}

function talk(socket: Socket): (command: string, words: unknown) => Promise<unknown> {
  let heard = Buffer.alloc(0)
  let last = 0
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  socket.on('error', () => undefined)
  socket.on('close', () => waiting.forEach(({ reject }) => reject(new Error('Firefox is gone'))))
  socket.on('data', (bytes) => {
    heard = Buffer.concat([heard, bytes])
    for (;;) {
      const colon = heard.indexOf(':')
      const end = colon + 1 + Number(heard.subarray(0, Math.max(0, colon)))
      if (colon < 0 || heard.length < end) return
      const message = JSON.parse(heard.subarray(colon + 1, end).toString()) as unknown
      heard = heard.subarray(end)
      if (!Array.isArray(message)) continue // its greeting
      const [, id, error, answer] = message as [number, number, { message: string } | null, unknown]
      if (error) waiting.get(id)?.reject(new Error(error.message))
      else waiting.get(id)?.resolve(answer)
      waiting.delete(id)
    }
  })
  return (command, words) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify([0, ++last, command, words])
      waiting.set(last, { resolve, reject })
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
}
