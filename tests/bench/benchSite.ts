// Where the parts in the page run: a real server and the built page on one port, a link in front
// of it, a Chromium that writes to disk.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { chromium, type Page } from 'playwright-core'
import { takeInvite } from '#client/http/account.ts'
import type { DeviceGrant } from '#protocol/deviceMessages.ts'
import { findChromium } from '../browser/findChromium.ts'
import { aNetwork, aWorld, type Cast, cast, type World } from '../world.ts'
import { buildPage } from './buildPage.ts'
import { openSlowLink, type SlowLink } from './slowLink.ts'

export interface BenchSite {
  page: Page
  world: World
  link: SlowLink
  /** What GET /raw/rows answers: zipped JSON. */
  setRawRows(zipped: Uint8Array): void
  /** The browser has the cookie of this member; returns what they were granted. */
  signIn(who: Cast): Promise<DeviceGrant>
  /** A phone of this member, enrolled and signed in; the page's databases are new. */
  openPhone(who: Cast): Promise<void>
  memory(): Promise<Memory>
  /** Looks several times a second until it is stopped; then the most of each. */
  watchMemory(): { stop(): Promise<Memory> }
  close(): Promise<void>
}

/** In MB: what a process holds for itself. */
export interface Memory {
  page: number
  /** The server together with the bench around it, which run in one process. */
  server: number
}

/** Memory of its own, not shared with other processes (`RssAnon` of /proc), in MB. */
async function ownMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1000
}

export interface SiteOptions {
  /** In tests/bench/page; it says that it is ready by a global of this name. */
  entry?: string
  ready?: string
  /** As a phone's; left out, a window's usual size. */
  screen?: { viewport: { width: number; height: number }; deviceScaleFactor: number }
  /** Without the link: nothing of the way is measured. */
  isDirect?: boolean
}

export async function openBenchSite({
  entry,
  ready = 'bench',
  screen,
  isDirect = false,
}: SiteOptions = {}): Promise<BenchSite> {
  const executablePath = findChromium()
  if (!executablePath)
    throw new Error(
      'No Chromium found: set CHROMIUM_PATH, or run npx playwright-core install chromium',
    )
  const [files, world] = await Promise.all([buildPage(entry), aWorld()])
  let rawRows: Uint8Array = new Uint8Array()
  const server = getRequestListener(world.fetch)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '/'
    if (path.startsWith('/api/')) return server(request, response)
    const file = files.get(path)
    if (file) return void response.writeHead(200, { 'Content-Type': file.type }).end(file.body)
    for await (const _ of request) void _
    const zipped = path === '/raw/rows' ? { 'Content-Encoding': 'gzip' } : {}
    response
      .writeHead(200, { 'Content-Type': 'application/json', ...zipped })
      .end(path === '/raw/rows' ? rawRows : '{"v":1}')
  }
  const httpServer = createServer((request, response) => void answer(request, response))
  httpServer.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve))
  const { port } = httpServer.address() as AddressInfo
  const link = await openSlowLink(port)

  // A profile of its own: the databases of a window without one lie in memory and cost nothing.
  const profile = await mkdtemp(join(tmpdir(), 'gridwalk-bench-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    ...screen,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--no-first-run',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const url = `http://127.0.0.1:${isDirect ? port : link.port}/`
  await page.goto(url)
  await page.waitForFunction((name) => name in window, ready)

  const browser = context.browser()
  if (!browser) throw new Error('the browser has no connection of its own')
  const system = await browser.newBrowserCDPSession()
  const memory = async (): Promise<Memory> => {
    const { processInfo } = await system.send('SystemInfo.getProcessInfo')
    const renderers = await Promise.all(
      processInfo
        .filter(({ type }) => type === 'renderer')
        .map(({ id }) => ownMemory(id).catch(() => 0)),
    )
    return { page: Math.max(...renderers), server: await ownMemory(process.pid) }
  }

  const signIn = async (who: Cast): Promise<DeviceGrant> => {
    const network = aNetwork(world)
    const grant = await takeInvite(network, await world.invite(cast[who]), 'bench')
    if (!grant.ok) throw new Error(grant.fault.code)
    const [name = '', ...value] = network.cookie.split('=')
    await context.addCookies([
      { name, value: value.join('='), url, httpOnly: true, sameSite: 'Strict' },
    ])
    return grant.value
  }

  return {
    page,
    world,
    link,
    memory,
    watchMemory: () => {
      const most: Memory = { page: 0, server: 0 }
      const look = async (): Promise<void> => {
        const now = await memory()
        most.page = Math.max(most.page, now.page)
        most.server = Math.max(most.server, now.server)
      }
      const timer = setInterval(() => void look(), 250)
      return {
        stop: async () => {
          clearInterval(timer)
          await look()
          return most
        },
      }
    },
    setRawRows: (zipped) => (rawRows = zipped),
    signIn,
    openPhone: async (who) => {
      const grant = await signIn(who)
      await page.evaluate((granted) => window.bench.openPhone(granted), grant)
    },
    close: async () => {
      await context.close()
      await link.close()
      httpServer.closeAllConnections()
      await new Promise((resolve) => httpServer.close(resolve))
      await world.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
