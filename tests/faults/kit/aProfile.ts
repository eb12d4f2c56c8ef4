// A Chromium as a process of its own on a profile of its own: to be killed by its number, to have
// its files spoilt between two starts, and, where a row wants it, on a disk of few megabytes.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from '../../browser/findChromium.ts'
import type { Drawn } from './screens.ts'

export interface Profile {
  folder: string
  context: BrowserContext
  page: Page
  /** Receipts as the screens drew them, kept outside the browser. */
  drawn: Drawn[]
  start(url?: string): Promise<Page>
  /** As the system does when it needs the memory: no goodbye. */
  kill(): Promise<void>
  quit(): Promise<void>
  /** The profile's folder as this process can reach it. */
  inside(): string
  close(): Promise<void>
}

/**
 * @param diskMegabytes the profile lies on a disk of this size, in a mount namespace of the
 *   browser's own; it goes with the browser.
 */
export async function aProfile({
  diskMegabytes,
}: { diskMegabytes?: number } = {}): Promise<Profile> {
  const around = await mkdtemp(join(tmpdir(), 'gridwalk-profile-'))
  const folder = join(around, 'profile')
  await mkdir(folder)
  let child: ChildProcess | undefined
  let browser: Browser | undefined
  const drawn: Profile['drawn'] = []

  const args = [
    `--user-data-dir=${folder}`,
    '--remote-debugging-port=0',
    '--headless=new',
    '--no-sandbox',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--lang=zh-CN',
    '--accept-lang=zh-CN',
    '--window-size=390,844',
    '--disable-dev-shm-usage',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    'about:blank',
  ]

  const launch = async (): Promise<void> => {
    const path = findChromium()
    if (!path)
      throw new Error(
        'No Chromium found: set CHROMIUM_PATH, or run npx playwright-core install chromium',
      )
    const [program, words] =
      diskMegabytes === undefined
        ? [path, args]
        : [
            'unshare',
            [
              process.getuid?.() === 0 ? '-m' : '-Urm',
              'sh',
              '-c',
              `mount -t tmpfs -o size=${diskMegabytes}m none ${folder} && exec "$0" "$@"`,
              path,
              ...args,
            ],
          ]
    child = spawn(program, words, { stdio: 'ignore', env: { ...process.env, LANGUAGE: 'zh_CN' } })
    const portFile = join(profile.inside(), 'DevToolsActivePort')
    for (let i = 0; i < 600; i++) {
      const [port] = (await readFile(portFile, 'utf8').catch(() => '')).split('\n')
      if (port) {
        browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
        return
      }
      if (child.exitCode !== null)
        throw new Error(`Chromium ended at its start (${child.exitCode})`)
      await sleep(50)
    }
    throw new Error('Chromium did not start within 30 s')
  }

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child!.once('exit', resolve))
    child.kill(signal)
    await Promise.race([gone, sleep(8000)])
    child.kill('SIGKILL')
    await browser?.close().catch(() => undefined)
    await rm(join(folder, 'DevToolsActivePort'), { force: true })
    // Its helpers let go of the files a moment later.
    await sleep(300)
  }

  const profile: Profile = {
    folder,
    drawn,
    context: undefined as never,
    page: undefined as never,
    inside: () => (diskMegabytes === undefined ? folder : `/proc/${child!.pid}/root${folder}`),
    start: async (url) => {
      await launch()
      profile.context = browser!.contexts()[0]!
      profile.context.setDefaultTimeout(30_000)
      await profile.context.exposeBinding(
        'gridwalkTick',
        (_source, tick: Drawn) => void drawn.push(tick),
      )
      await profile.context.grantPermissions(['geolocation', 'camera'])
      await profile.context.setGeolocation({
        latitude: 28.00067,
        longitude: 123.99908,
        accuracy: 8,
      })
      profile.page = await profile.context.newPage()
      if (url) await profile.page.goto(url)
      return profile.page
    },
    kill: () => end('SIGKILL'),
    quit: () => end('SIGTERM'),
    close: async () => {
      await end('SIGKILL')
      await rm(around, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
    },
  }
  return profile
}

/** Where Chromium keeps the IndexedDB of the site. */
export async function levelDbOf(profile: Profile): Promise<string> {
  const folder = join(profile.folder, 'Default', 'IndexedDB')
  const found = (await readdir(folder)).find(
    (name) => name.startsWith('http_localhost') && name.endsWith('.leveldb'),
  )
  if (!found) throw new Error(`no IndexedDB in ${folder}`)
  return join(folder, found)
}

/**
 * Chromium writes the local fallback some seconds after the page did. Rejects where the words are
 * not on the disk within half a minute.
 */
export async function isInLocalFallback(profile: Profile, words: string): Promise<void> {
  const folder = join(profile.folder, 'Default', 'Local Storage', 'leveldb')
  for (let i = 0; i < 300; i++) {
    for (const name of await readdir(folder).catch(() => [])) {
      const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0))
      if (bytes.includes(words)) return
    }
    await sleep(100)
  }
  throw new Error(`${words} is not in ${folder}`)
}
