// Every answer of the server that this phone or desk reads is read through a schema: fed what is
// none, each call says so, and no schema of an answer stands unused.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  bindSignedIn,
  endSession,
  readSession,
  setPassword,
  signInWithPassword,
  takeInvite,
} from '#client/http/account.ts'
import { call } from '#client/http/call.ts'
import * as desk from '#client/http/desk.ts'
import type { Transport } from '#client/http/transport.ts'
import { forwardRescued } from '#client/rescue/forwardRescued.ts'
import { signInWithPasskey } from '#client/session/passkey.ts'
import { finishWipes } from '#client/session/wipe.ts'
import { putFacts, readFacts } from '#client/db/phoneFacts.ts'
import { exchange } from '#client/sync/exchange.ts'
import { sendPhotos } from '#client/sync/sendPhotos.ts'
import type { CaptureDb } from '#client/db/captureDb.ts'
import { savePhoto } from '#client/photos/savePhoto.ts'
import type { GridId, MemberId } from '#domain/ids.ts'
import type { Result } from '#domain/result.ts'
import { DoneAnswer } from '#protocol/memberMessages.ts'
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { aCapture, aPrepared } from '../db/aCapture.ts'

const device = { id: 'd-1', secret: 's' }
const m = 'm-1' as MemberId
let db: CaptureDb
beforeEach(() => (db = aCapture()))

const calls: Record<string, (on: Transport) => Promise<Result<unknown>>> = {
  takeInvite: (on) => takeInvite(on, 'secret', 'a phone'),
  bindSignedIn: (on) => bindSignedIn(on, 'a phone'),
  readSession: (on) => readSession(on),
  endSession: (on) => endSession(on),
  setPassword: (on) => setPassword(on, 'name', 'a long password'),
  signInWithPassword: (on) => signInWithPassword(on, 'name', 'a long password'),
  exchange: (on) => exchange(on, device, { req: 'r' } as never),
  listDevices: (on) => desk.listDevices(on),
  createMember: (on) => desk.createMember(on, { name: 'n', roles: [], gridIds: [] }),
  updateMember: (on) => desk.updateMember(on, m, { name: 'n' }),
  renameGrid: (on) => desk.renameGrid(on, 'g-1' as GridId, 'n'),
  inviteMember: (on) => desk.inviteMember(on, m, 'screen'),
  revokeDevice: (on) => desk.revokeDevice(on, 'd-1'),
  wipeDevice: (on) => desk.wipeDevice(on, 'd-1'),
  listIncidents: (on) => desk.listIncidents(on),
  closeIncident: (on) => desk.closeIncident(on, 'i-1', 'seen to'),
  sendPhotos: async (on) => {
    await savePhoto(db, await aPrepared(1), 'near', 1)
    await db.photo.toCollection().modify({ state: 'waiting' })
    return sendPhotos({ db, transport: on, device })
  },
  forwardRescued: async (on) => {
    await db.rescue.put({
      id: 'f-1',
      name: 'f',
      takenAt: 1,
      opening: new ArrayBuffer(8),
      records: 1,
      isWhole: true,
      tally: {} as never,
    })
    await db.rescueFrame.put({ file: 'f-1', index: 1, bytes: new ArrayBuffer(8) })
    return forwardRescued({ capture: db, transport: on, device, now: () => 1 })
  },
}

const answering = (body: string, status = 200): Transport => ({
  send: () => Promise.resolve(new Response(body, { status })),
})
const garbage = {
  'a page of a hotel': '<!doctype html><h1>Welcome</h1>',
  nothing: '',
  null: 'null',
  'a list': '[1]',
  'another version': '{"v":2}',
  'the right version and nothing else': '{"v":1,"state":"other"}',
}

describe('an answer that is not ours', () => {
  for (const [name, ask] of Object.entries(calls))
    it(`${name} says so, whatever it is, and keeps what it would have sent`, async () => {
      for (const [what, body] of Object.entries(garbage)) {
        const isDone = /^(end|set|revoke|wipe|close|signIn)/.test(name) && body.startsWith('{"v":1')
        const answer = await ask(answering(body))
        expect([what, answer.ok || answer.fault.code]).toEqual([what, isDone || 'notOurAnswer'])
      }
      const stored = [...(await db.photo.toArray()).map(({ state }) => state)]
      expect(stored.filter((state) => state !== 'waiting')).toEqual([])
      expect(await db.rescueFrame.count()).toBe(name === 'forwardRescued' ? 1 : 0)
    })

  it('a wipe that the server may not have heard of stays noted', async () => {
    const environment = {
      indexedDB: new IDBFactory(),
      IDBKeyRange: IDBKeyRange as never,
      local: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
      now: () => 1,
      onSuperseded: () => undefined,
    }
    const order = {
      memberId: m,
      device,
      databases: [],
      left: { changes: 0, photos: 0, drafts: 0 },
      isErased: true,
    }
    await putFacts(environment, { wiping: [order] })
    await finishWipes({ environment, transport: answering('<html>') })
    expect((await readFacts(environment)).wiping).toEqual([order])
    await finishWipes({ environment, transport: answering('{"v":1}') })
    expect((await readFacts(environment)).wiping).toBeUndefined()
  })

  it('a passkey dialog is opened for no garbage', async () => {
    for (const body of Object.values(garbage))
      expect(await signInWithPasskey(answering(body))).toEqual({
        ok: false,
        fault: { code: 'wrongPassword' },
      })
  })
})

describe('a call', () => {
  const asked = { method: 'GET', path: '/' } as const

  it('says offline where no whole answer came', async () => {
    const broken = new Response(
      new ReadableStream({ start: (stream) => stream.error(new TypeError('reset')) }),
    )
    for (const send of [() => Promise.reject(new TypeError('no')), () => Promise.resolve(broken)])
      expect(await call({ send }, asked, DoneAnswer)).toEqual({
        ok: false,
        fault: { code: 'offline' },
      })
  })

  it('tells the server’s refusal, and how long it asks to wait', async () => {
    const body = JSON.stringify({ v: 1, fault: { code: 'tooManyRequests' } })
    const send = () =>
      Promise.resolve(new Response(body, { status: 429, headers: { 'Retry-After': '7' } }))
    expect(await call({ send }, asked, DoneAnswer)).toEqual({
      ok: false,
      fault: { code: 'tooManyRequests', detail: { retryAfterSeconds: 7 } },
    })
  })

  it('takes a proxy’s 413 for what it is', async () => {
    expect(await call(answering('<html>', 413), asked, DoneAnswer)).toEqual({
      ok: false,
      fault: { code: 'tooLarge' },
    })
  })

  it('goes under the credential it is given, as JSON where it is', async () => {
    let sent: RequestInit = {}
    const on: Transport = {
      send: (_, init) => Promise.resolve(((sent = init), new Response('{"v":1}'))),
    }
    expect(
      await call(on, { ...asked, method: 'POST', json: { a: 1 }, device }, DoneAnswer),
    ).toEqual({ ok: true, value: { v: 1 } })
    expect(sent).toEqual({
      method: 'POST',
      body: '{"a":1}',
      headers: { 'Content-Type': 'application/json', Authorization: 'Device d-1.s' },
    })
  })
})

const root = fileURLToPath(new URL('../../../src', import.meta.url))
const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((each) => each.isFile() && /\.(ts|vue)$/.test(each.name))
    .map((each) => readFileSync(`${each.parentPath}/${each.name}`, 'utf8'))

it('every answer that the protocol describes is read by it somewhere on this side', () => {
  const answers = sourcesIn(`${root}/protocol`).flatMap((source) =>
    [...source.matchAll(/^export const (\w*(?:Answer|Response|Grant)) =/gm)].map(
      ([, name]) => name!,
    ),
  )
  expect(answers.length).toBeGreaterThan(10)
  const client = sourcesIn(`${root}/client`).join('\n')
  expect(
    answers.filter((name) => !new RegExp(`(?<!import[^'"]*)\\b${name}\\b\\s*[,)]`).test(client)),
  ).toEqual([])
})

it('nobody but the one call reads the body of an answer as JSON', () => {
  const reading = ['client', 'state', 'ui']
    .flatMap((room) =>
      readdirSync(`${root}/${room}`, { withFileTypes: true, recursive: true }).map(
        (each) => `${each.parentPath}/${each.name}`,
      ),
    )
    .filter((file) => /\.(ts|vue)$/.test(file) && /\.json\(\)/.test(readFileSync(file, 'utf8')))
    .map((file) => file.slice(root.length + 1))
  // Signing in while developing asks the development server, not ours.
  // A map is no JSON, but what is refused of it is.
  expect(reading).toEqual([
    'client/http/call.ts',
    'client/tiles/archiveCalls.ts',
    'client/tiles/fetchMap.ts',
    'ui/dev/signInInDev.ts',
  ])
})
