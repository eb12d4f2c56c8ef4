// The stage of the browser tests: the real server with the demo community and the built app, and
// people with browsers before it.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Grid } from '#domain/grid.ts'
import type { MemberId } from '#domain/ids.ts'
import type { OnlineMap } from '#domain/onlineMap.ts'
import type { Member } from '#domain/member.ts'
import type { Conflict } from '#domain/conflict.ts'
import type { Patrol } from '#domain/patrol.ts'
import type { Place } from '#domain/place.ts'
import type { Report } from '#domain/report.ts'
import type { RowType } from '#domain/row.ts'
import { inviteLink, makeInvite } from '#server/auth/invites.ts'
import { cast } from '#demo/demoMembers.ts'
import { type Account, allowances } from '#server/ledger/limits.ts'
import { openServer, type OpenServer } from '#server/openServer.ts'
import { upsertReference } from '#server/organisation/upsertReference.ts'
import { openSqlite } from '#server/storage/sql/sqliteDriver.ts'
import { openStorage } from '#server/storage/sql/sqlStorage.ts'
import { copyDemo, databaseIn } from './demoFolder.ts'
import { launchChromium } from './findChromium.ts'
import { people } from './people.ts'
import { untilPulled } from './untilPulled.ts'
import { watchTrouble, type Trouble } from './watchTrouble.ts'

export const appFolder =
  process.env['GRIDWALK_APP_FOLDER'] ?? fileURLToPath(new URL('../../dist/app', import.meta.url))

export type Role = keyof typeof cast
export type Server = Awaited<ReturnType<typeof aServer>>

/** An answer as the browser reads it, unpacked. */
async function textOf(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  const encoding = answer.headers.get('Content-Encoding')
  if (encoding === 'br') return brotliDecompressSync(bytes).toString()
  return (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString()
}

/**
 * The server as an operator runs it, on a free port of this machine, with the demo community, or
 * an empty one, in a folder of its own.
 */
export async function aServer({
  isEmpty = false,
  onlineMaps,
}: { isEmpty?: boolean; onlineMaps?: OnlineMap[] } = {}) {
  if (!existsSync(join(appFolder, 'index.html')))
    throw new Error(`No built app in ${appFolder}: npm run build`)
  const folder = await mkdtemp(join(tmpdir(), 'gridwalk-stage-'))
  const databaseFile = databaseIn(folder)
  if (!isEmpty) await copyDemo(folder)
  const hits: string[] = []
  const losing: { holds: (answer: string) => boolean; happened: () => void }[] = []
  const altered = new Map<string, (text: string) => string>()
  const held = new Map<string, Promise<void>>()
  const answered = new Map<string, (request: Request) => Response>()
  const opened: { server?: OpenServer } = {}

  const http = createAdaptorServer({
    fetch: async (request, bindings) => {
      const { outgoing } = bindings as HttpBindings
      const { pathname } = new URL(request.url)
      const hit = `${request.method} ${pathname}`
      hits.push(hit)
      const own = answered.get(pathname)
      if (own) return own(request)
      const isThin = request.headers
        .get('Cookie')
        ?.includes(`${keepsNothing.name}=${keepsNothing.value}`)
      if (pathname === '/serviceWorker.js' && isThin)
        return new Response(thinServiceWorker, { headers: { 'Content-Type': 'text/javascript' } })
      const answer = await opened.server!.fetch(request)
      await held.get(pathname)
      if (losing.length > 0 && request.method === 'POST') {
        const text = await textOf(answer.clone())
        const at = losing.findIndex(({ holds }) => holds(text))
        if (at >= 0) {
          losing.splice(at, 1)[0]!.happened()
          outgoing.destroy() // all of it is done, none of it arrives
          return RESPONSE_ALREADY_SENT
        }
      }
      const alter = altered.get(pathname)
      if (!alter) return answer
      const headers = new Headers(answer.headers)
      for (const name of ['Content-Length', 'Content-Encoding']) headers.delete(name)
      return new Response(alter(await textOf(answer)), { status: answer.status, headers })
    },
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://localhost:${(http.address() as AddressInfo).port}`
  const errors: unknown[] = []
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (...what: unknown[]) => void errors.push(what),
  } as never
  opened.server = await openServer(
    {
      publicUrl: url,
      dataFolder: folder,
      databaseFile,
      isDemo: !isEmpty,
      appFolder,
      ...(onlineMaps ? { onlineMaps } : {}),
    },
    log,
  )
  // A second look at the same database: for invites, and to count what was really kept.
  const storage = await openStorage(openSqlite(databaseFile), () => 'the epoch is there already')

  const rows = async <Kept>(type: RowType): Promise<Kept[]> =>
    (await storage.read((tx) => tx.rows(type))).map(
      (row) => ({ ...row.f, id: row.id }) as unknown as Kept,
    )

  return {
    url,
    hits,
    errors,
    /**
     * The next answer of this kind never arrives, though the request is carried out. Resolves when
     * that has happened.
     */
    loseAnswer: (holds: (answer: string) => boolean): Promise<void> =>
      new Promise((resolve) => losing.push({ holds, happened: resolve })),
    /** Answers from this path stay on their way until the function that comes back is called. */
    holdAnswers: (path: string): (() => void) => {
      let release!: () => void
      held.set(path, new Promise((resolve) => (release = resolve)))
      return () => (held.delete(path), release())
    },
    /** From now on the stage itself answers here. */
    answer: (path: string, how: (request: Request) => Response): void =>
      void answered.set(path, how),
    /** Rows that no person writes. */
    upsert: (rows: Parameters<typeof upsertReference>[1]) => upsertReference(storage, rows),
    /** From now on this file is served with another content. */
    alter: (path: string, text: (text: string) => string) => void altered.set(path, text),
    inviteUrl: async (id: MemberId): Promise<string> =>
      inviteLink(
        url,
        await storage.write((tx) => makeInvite(tx, id, 'tests', 'screen', Date.now())),
      ),
    /** What an administrator does elsewhere: the member's row, and nothing of their sessions. */
    setMember: (id: MemberId, alteration: Partial<Member>) =>
      storage
        .read((tx) => tx.row('member', id))
        .then((row) =>
          upsertReference(storage, [{ t: 'member', id, f: { ...row!.f, ...alteration } }]),
        ),
    /**
     * This member has come beyond what one member may have stored: there is no room for a while.
     */
    fillAccount: (id: MemberId, account: Account): Promise<unknown> =>
      storage.write((tx) =>
        tx.putLedger(id, account, {
          items: 2 * allowances[account].items,
          bytes: 1,
          at: Date.now(),
          toldAt: null,
        }),
      ),
    /** What was used has come back. */
    clearAccount: (id: MemberId, account: Account): Promise<unknown> =>
      storage.write((tx) =>
        tx.putLedger(id, account, { items: 0, bytes: 0, at: Date.now(), toldAt: null }),
      ),
    members: (): Promise<Member[]> => rows<Member>('member'),
    /** Nobody answers at its address; then again. What it keeps stays. */
    goDown: (): Promise<unknown> => {
      ;(http as { closeAllConnections?: () => void }).closeAllConnections?.()
      return new Promise((resolve) => http.close(resolve))
    },
    comeUp: (): Promise<void> =>
      new Promise((resolve) => http.listen(Number(new URL(url).port), '127.0.0.1', resolve)),
    reports: (): Promise<Report[]> => rows<Report>('report'),
    parked: (): Promise<Conflict[]> => rows<Conflict>('case'),
    patrols: (): Promise<Patrol[]> => rows<Patrol>('patrol'),
    grids: (): Promise<Grid[]> => rows<Grid>('grid'),
    places: (): Promise<Place[]> => rows<Place>('place'),
    close: async () => {
      ;(http as { closeAllConnections?: () => void }).closeAllConnections?.()
      await new Promise((resolve) => http.close(resolve))
      await storage.close()
      await opened.server?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const phone = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 1,
} satisfies BrowserContextOptions

export interface PersonOptions extends BrowserContextOptions {
  /** To go without a line the app's files have to be kept first, which takes seconds. */
  keepsApp?: boolean
}
/** A desk has its line. */
export const office = {
  viewport: { width: 1280, height: 800 },
  keepsApp: false,
} satisfies PersonOptions

/** Comes with whoever does not keep the app: their service worker keeps nothing. */
const keepsNothing = { name: 'keeps', value: 'nothing' }
const thinServiceWorker = `
  addEventListener('install', () => skipWaiting())
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
`

/** In the first grid of the demo, on open sea. */
const here = { latitude: 28.00067, longitude: 123.99908, accuracy: 8 }

export interface Person {
  context: BrowserContext
  page: Page
  trouble: Trouble
  /** The app started anew, at a path: the tab of before is closed. */
  restart(path?: string): Promise<Page>
  goOffline(): Promise<void>
  goOnline(): Promise<void>
}

/** Its camera gives few pictures a second: each is drawn by the processor. */
export const aBrowser = (): Promise<Browser> =>
  launchChromium({
    args: ['--use-fake-device-for-media-stream=fps=5', '--use-fake-ui-for-media-stream'],
  })

/**
 * Somebody with a fresh browser, let in by an invite as anybody is; the service worker is ready
 * when this resolves.
 */
export async function aPerson(
  browser: Browser,
  server: Server,
  role: Role | MemberId,
  { keepsApp = true, ...options }: PersonOptions = {},
): Promise<Person> {
  const context = await browser.newContext({
    ...phone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    geolocation: here,
    permissions: ['geolocation', 'camera', 'microphone'],
    ...options,
  })
  context.setDefaultTimeout(20_000)
  if (!keepsApp) await context.addCookies([{ ...keepsNothing, url: server.url }])
  const trouble = await watchTrouble(context, server.url)
  const person: Person = {
    context,
    trouble,
    page: await context.newPage(),
    restart: async (path = '/') => {
      const next = await context.newPage()
      if (!person.page.isClosed()) await person.page.close()
      person.page = next
      await next.goto(server.url + path)
      await next.getByRole('heading').or(next.getByRole('dialog')).first().waitFor()
      return next
    },
    goOffline: async () => {
      if (!keepsApp) throw new Error('Without a line it needs the app: keepsApp')
      await untilPulled(person.page)
      await context.setOffline(true)
      // What had left before may still come in; from then on nothing does.
      await expect
        .poll(
          async () => {
            const before = server.hits.length
            const isCut = await person.page.evaluate(() =>
              fetch('/api/health').then(
                () => false,
                () => true,
              ),
            )
            return [isCut, server.hits.slice(before)]
          },
          { message: 'nothing reaches the server', timeout: 5_000 },
        )
        .toEqual([true, []])
    },
    goOnline: () => context.setOffline(false),
  }
  people.add(person)
  const { page } = person
  await page.goto(
    await server.inviteUrl((cast as Record<string, MemberId>)[role] ?? (role as MemberId)),
  )
  await page.getByRole('button', { name: /绑定这台(手机|电脑)|Bind this (phone|computer)/ }).click()
  await page.waitForURL((url) => url.pathname !== '/enrol')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  return person
}
