// N: what happens between the phone and the server. Every byte goes through the kit's TCP proxy.
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { lookUpPhoto } from '#client/photos/photoBytes.ts'
import { playable } from '#client/photos/playable.ts'
import { sha256 } from '#client/photos/sha256.ts'
import { aVisit } from '../aProtocolClient.ts'
import { loginPage } from '../networkFault.ts'
import { aNodeSite } from './kit/aNode.ts'
import type { Watched } from './kit/oracle.ts'
import { row, waitingRow } from './kit/row.ts'
import { aSite, live } from './kit/site.ts'

const sync = /^POST \/api\/sync\/1/
const offline = { ok: false, fault: { code: 'offline' } }
const foreign = { ok: false, fault: { code: 'notOurAnswer' } }
const reports = "t = 'report'"

/** What must be as it was after a round that was none. */
const stateOf = async ({ session: { capture, cache } }: Watched) => ({
  outbox: await capture.outbox.toArray(),
  photos: await capture.photo.toArray(),
  meta: await capture.meta.toArray(),
  rows: await cache.row.toArray(),
  cursors: await cache.cursor.toArray(),
})

/** Follows how far each photo is sent, by what the phone says in its requests. */
function watchOffsets(phone: Watched): { of: Map<string, number[]> } {
  const offsets = new Map<string, number[]>()
  const { send } = phone.network
  phone.network.send = (path, init) => {
    if (init.method === 'PATCH')
      offsets.set(path, [
        ...(offsets.get(path) ?? []),
        Number(new Headers(init.headers).get('Upload-Offset')),
      ])
    return send(path, init)
  }
  return { of: offsets }
}

row(
  'N1',
  'no network for a whole shift',
  'two hundred visits and sixty photos are captured, and all arrive afterwards',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  const { loop, idleWithin } = live(phone)
  site.proxy.conditions({ isDown: true })
  for (let i = 0; i < 200; i++) {
    await phone.report({
      ...aVisit,
      photos: i % 10 < 3 ? [await phone.photo(i, i % 50 === 0 ? 90_000 : 12_000)] : [],
    })
    if (i % 50 === 49) await loop.syncNow()
  }
  expect(await site.count('row_state', reports)).toBe(0)
  site.proxy.conditions({})
  void loop.syncNow() // the browser's `online` event
  await idleWithin(30_000)
  loop.stop()
  expect(await site.verdict()).toEqual([])
  expect([await site.count('row_state', reports), await site.count('photo')]).toEqual([200, 120])
})

row(
  'N2',
  'the request arrives and its answer is lost',
  'sent again it is known, and no second row appears',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  const lost = site.proxy.next(sync, 'dropAnswer')
  expect(await phone.sync()).toMatchObject(offline)
  await lost
  expect(await site.count('journal')).toBe(1)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(1)
})

row(
  'N3',
  'the request is cut off at any byte',
  'none of it is applied, or all of it',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.sync()
  for (let i = 0; i < 3; i++) await phone.report({ note: `第${i}条` })
  let bytes = 1
  for (; ; bytes += bytes < 40 ? 1 : 5) {
    const before = site.proxy.bytes.up
    void site.proxy.next(sync, { cutAfter: bytes, direction: 'up' })
    await phone.sync()
    // the last byte of the request went through; only the answer was lost
    if (await site.count('journal')) break
    expect(
      site.proxy.bytes.up - before,
      'the request was longer than what got through',
    ).toBeGreaterThan(bytes - 1)
    expect(await phone.session.capture.outbox.where('fate').equals('waiting').count()).toBe(3)
  }
  // The last cut lay beyond the end of the request.
  site.proxy.lift()
  expect(bytes).toBeGreaterThan(600)
  expect(await site.count('journal')).toBe(3)
  expect(await site.verdict()).toEqual([])
})

row(
  'N4',
  'the answer is cut off at any byte',
  'the cursor stays, or the whole page is in',
)(async (use) => {
  const site = await use(aSite())
  const other = await site.phone('supervisor')
  for (let i = 0; i < 5; i++) await (await site.phone('worker')).report()
  await site.verdict()
  const phone = await site.phone('neighbour')
  await phone.report({ gridId: 'g-2' as never, placeId: 'p-2' as never })
  const empty = await stateOf(phone)
  for (let bytes = 1; ; bytes += bytes < 40 ? 1 : 9) {
    void site.proxy.next(sync, { cutAfter: bytes, direction: 'down' })
    if ((await phone.sync()).ok) {
      expect(bytes).toBeGreaterThan(500)
      // This cut may have lain beyond the end of the answer.
      site.proxy.lift()
      break
    }
    expect(await stateOf(phone), `cut after ${bytes} bytes`).toEqual(empty)
  }
  expect(await site.verdict()).toEqual([])
  expect((await other.views()).length).toBe(6)
})

row(
  'N5',
  'a request is delivered twice',
  'its effects are there once',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report({ photos: [await phone.photo(1)] })
  await phone.report()
  const twice = site.proxy.next(sync, 'deliverTwice')
  const photoTwice = site.proxy.next(/^PUT/, 'deliverTwice')
  await phone.sync()
  await Promise.all([twice, photoTwice])
  expect(await site.count('journal')).toBe(2)
  expect(await site.verdict()).toEqual([])
})

row(
  'N6',
  'a request reaches two nodes at the same time',
  'one waits for the other and finds it done',
)(async (use) => {
  const site = await use(aNodeSite())
  const twin = await site.start()
  const phone = await site.phone('worker')
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 4; i++) await phone.report()
    const both = site.proxy.next(sync, { deliverAlsoTo: twin.port })
    await phone.sync()
    await both
  }
  expect(await site.count('journal')).toBe(20)
  expect(await site.verdict()).toEqual([])
}, 'SQLite')

waitingRow(
  'N7',
  'a link of 20 kbit/s with long round trips and stalls',
  'the text of fifty changes is through within a minute',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.sync()
  for (let i = 0; i < 50; i++)
    await phone.report({ note: `楼道里堆着纸箱和旧家具，第${i}处，已口头提醒住户尽快清走` })
  site.proxy.conditions({
    bytesPerSecond: 2500,
    latencyMs: 750,
    jitterMs: 200,
    sliceBytes: 1200,
    stallEvery: 20,
    stallMs: 3000,
  })
  const from = Date.now()
  const done = await phone.sync()
  expect(done).toMatchObject({ ok: true, value: { pushed: 50 } })
  expect(Date.now() - from).toBeLessThan(60_000)
  expect(await site.verdict()).toEqual([])
})

const nobodyAnswers = waitingRow(
  'N8',
  'the connection is taken and nobody answers',
  'given up after 20 seconds without a byte, and the next round works',
)

nobodyAnswers(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  void site.proxy.next(sync, 'neverAnswer')
  const from = Date.now()
  expect(await phone.sync()).toMatchObject(offline)
  expect(Date.now() - from).toBeGreaterThan(15_000)
  expect(Date.now() - from).toBeLessThan(25_000)
  expect(await site.verdict()).toEqual([])
}, 'no answer')

nobodyAnswers(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  void site.proxy.next(sync, { silentAfter: 900 })
  const from = Date.now()
  const ended = await Promise.race([phone.sync(), sleep(30_000, 'still waiting')])
  expect(ended).toMatchObject(offline)
  expect(Date.now() - from).toBeLessThan(25_000)
  expect(await site.verdict()).toEqual([])
}, 'half an answer')

waitingRow(
  'N9',
  'the link comes and goes every few seconds',
  'progress is kept and no photo starts from zero',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  const photos = await Promise.all([1, 2].map((seed) => phone.photo(seed, 900_000)))
  await phone.report({ photos })
  const offsets = watchOffsets(phone)
  const { loop, idleWithin } = live(phone)
  site.proxy.conditions({ bytesPerSecond: 150_000 })
  loop.syncSoon()
  let isUp = true
  const flapping = setInterval(() => {
    isUp = !isUp
    site.proxy.conditions(isUp ? { bytesPerSecond: 150_000 } : { isDown: true })
    if (isUp) void loop.syncNow()
  }, 2000)
  await idleWithin(45_000).finally(() => clearInterval(flapping))
  loop.stop()
  expect(offsets.of.size, 'each photo kept its one upload').toBe(2)
  for (const seen of offsets.of.values())
    expect(seen, 'an offset never goes back').toEqual([...seen].sort((a, b) => a - b))
  expect(Math.max(...[...offsets.of.values()].map((seen) => seen.length))).toBeGreaterThan(1)
  expect(await site.verdict()).toEqual([])
})

row(
  'N10',
  'a log-in page answers instead of the server',
  'it counts as no contact and nothing is cleared',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  await phone.sync()
  await phone.report({ photos: [await phone.photo(1), await phone.photo(2, 90_000)] })
  const before = await stateOf(phone)
  const portals = [
    loginPage,
    { status: 302, headers: { Location: 'http://portal.invalid/login' } },
    {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: '{"ok":true,"v":1,"push":{"last":99}}',
    },
    { status: 204 },
    { status: 401, headers: { 'Content-Type': 'text/html' }, body: 'Authorization required' },
    { status: 403, body: 'blocked' },
    { status: 404, body: '' },
    { status: 511, body: '<h1>Network Authentication Required</h1>' },
  ]
  for (const answer of portals) {
    void site.proxy.next(sync, answer)
    expect((await phone.sync()).ok, `${answer.status}`).toBe(false)
    expect(await stateOf(phone), `after ${answer.status}`).toEqual(before)
  }
  // It may also come between the text and its photos.
  for (const line of [/^PUT \/api\/photos/, /^POST \/api\/photos/, /^PATCH/]) {
    void site.proxy.next(line, loginPage)
    await phone.sync()
  }
  expect(await phone.session.capture.photo.where('state').equals('unreadable').count()).toBe(0)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('photo')).toBe(4)
})

row(
  'N11',
  'a proxy alters or shortens an answer',
  'it is refused whole and asked for again',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report()
  const before = await stateOf(phone)
  const alterations: ((text: string) => string)[] = [
    (text) => text.slice(0, -30),
    (text) => text.slice(0, text.length >> 1),
    (text) => `${text}<script>alert(1)</script>`,
    (text) => text.replace(/"req":"[^"]+"/, '"req":"00000000-0000-4000-8000-000000000000"'),
    (text) => text.replace('"v":1', '"v":2'),
    (text) => text.replace(/"results":\[.*?\]/, '"results":null'),
    (text) => text.replace('"last":', '"la\u0000st":'),
    () => '',
  ]
  for (const alterAnswer of alterations) {
    void site.proxy.next(sync, { alterAnswer })
    expect(await phone.sync()).toMatchObject(foreign)
    expect(await stateOf(phone)).toEqual(before)
  }
  expect(await site.verdict()).toEqual([])
})

row(
  'N12',
  'a proxy refuses large requests',
  'batches halve down to one; one that is still too large is set aside and the rest flows',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.sync()
  const noise = (characters: number): string =>
    Array.from({ length: characters }, () =>
      String.fromCharCode(0x4e00 + Math.floor(Math.random() * 20_000)),
    ).join('')
  for (let i = 0; i < 40; i++) await phone.report({ note: noise(i === 20 ? 1900 : 200) })
  // Room for a few of the small ones, never for the one in their middle.
  site.proxy.conditions({ mostRequestBytes: 3000 })
  for (let round = 0; round < 12; round++) await phone.sync()
  expect(await site.count('row_state', reports), 'all but the large one').toBe(39)
  expect(
    await phone.session.capture.outbox.where('fate').equals('waiting').count(),
    'it does not block',
  ).toBe(0)
  site.proxy.conditions({})
  const large = (await phone.views()).find((view) => view.report.note.length === 1900)
  expect(large?.attention, 'the phone keeps it and says so').not.toBeNull()
  expect(await site.verdict({ isQuiet: false })).toEqual([])
})

waitingRow(
  'N13',
  'thirty phones meet a server that is busy',
  'they come back spread out, and all is through',
)(async (use) => {
  const site = await use(aSite())
  const phones = await Promise.all(Array.from({ length: 30 }, () => site.phone('worker')))
  for (const phone of phones) await phone.report()
  const answer = {
    status: 503,
    headers: { 'Content-Type': 'application/json', 'Retry-After': '3' },
    body: '{"v":1,"fault":{"code":"serverBusy"}}',
  }
  phones.forEach(() => void site.proxy.next(sync, answer))
  const came: number[] = []
  const loops = phones.map((phone) => {
    const { send } = phone.network
    let calls = 0
    phone.network.send = (path, init) => {
      if (path.startsWith('/api/sync') && ++calls === 2) came.push(Date.now())
      return send(path, init)
    }
    return live(phone)
  })
  const from = Date.now()
  await Promise.all(loops.map(({ loop }) => loop.syncNow()))
  await Promise.all(loops.map(({ idleWithin }) => idleWithin(30_000)))
  loops.forEach(({ loop }) => loop.stop())
  expect(
    Math.min(...came) - from,
    'nobody before the time the server asked for',
  ).toBeGreaterThanOrEqual(2900)
  const crowd = Math.max(
    ...came.map((at) => came.filter((other) => other >= at && other < at + 500).length),
  )
  expect(crowd, 'not more than half of them within half a second').toBeLessThanOrEqual(15)
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(30)
})

row(
  'N14',
  'the phone changes its network in the middle of a photo',
  'the photo goes on where it stopped',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  await phone.report({ photos: [await phone.photo(1, 600_000)] })
  const offsets = watchOffsets(phone)
  const { send } = phone.network
  let broken: Promise<void>[] | undefined
  phone.network.send = (path, init) => {
    // Less than the smallest piece. After it another hand still holds the upload: wait, and ask
    // again for the offset.
    if (init.method === 'PATCH' && Number(new Headers(init.headers).get('Upload-Offset')) > 0)
      broken ??= [
        site.proxy.next(/^PATCH/, { cutAfter: 20_000, direction: 'up' }),
        site.proxy.next(/^PATCH/, { status: 423, body: '' }),
      ]
    return send(path, init)
  }
  expect(await phone.sync()).toMatchObject({ ok: true })
  await Promise.all(broken!)
  const [seen] = [...offsets.of.values()]
  expect(offsets.of.size).toBe(1)
  expect(seen, 'an offset never goes back').toEqual([...seen!].sort((a, b) => a - b))
  expect(seen!.filter((offset) => offset === 0).length, 'it is begun once').toBe(1)
  expect(await site.verdict()).toEqual([])
})

row(
  'N15',
  'the name is not found, or the certificate is wrong',
  'capture goes on and the phone says that it has no contact',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  // Something that speaks no TLS where TLS is expected; something that speaks TLS with nothing to
  // show; a name that is not there.
  const rude = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .end(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])),
  )
  await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
  const closed = connect(1, '127.0.0.1').on('error', () => undefined)
  closed.destroy()
  for (const url of [
    site.proxy.url.replace('http:', 'https:'),
    `https://127.0.0.1:${(rude.address() as AddressInfo).port}`,
    'http://gridwalk.invalid',
    'http://127.0.0.1:1',
  ]) {
    site.address.url = url
    await phone.report()
    expect(await phone.sync(), url).toMatchObject(offline)
  }
  rude.close()
  site.address.url = site.proxy.url
  expect(await site.verdict()).toEqual([])
  expect(await site.count('row_state', reports)).toBe(4)
})

row(
  'N16',
  'the phone cannot compress its requests',
  'they are taken in plain',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  for (let i = 0; i < 20; i++) await phone.report({ note: '大门口的灯不亮' })
  const { CompressionStream } = globalThis
  const plain: boolean[] = []
  const { send } = phone.network
  phone.network.send = (path, init) => {
    Object.assign(globalThis, { CompressionStream }) // the server of this process has its own
    if (path.startsWith('/api/sync')) plain.push(!new Headers(init.headers).has('Content-Encoding'))
    return send(path, init)
  }
  Object.assign(globalThis, { CompressionStream: undefined })
  expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 20 } })
  expect(plain[0]).toBe(true)
  expect(await site.verdict()).toEqual([])
})

row(
  'N17',
  'a voice note is cut off in the middle, and the word that all of it is there is lost',
  'it goes on where it stopped, is there once and can be heard',
)(async (use) => {
  const site = await use(aSite())
  const phone = await site.phone('worker')
  const note = await phone.voice(1, 240_000, 50)
  const id = await phone.report({ voice: [note] })
  const offsets = watchOffsets(phone)
  const { send } = phone.network
  let cut: Promise<void> | undefined
  let lost: Promise<void>[] | undefined
  phone.network.send = (path, init) => {
    const from = Number(new Headers(init.headers).get('Upload-Offset'))
    if (init.method !== 'PATCH' || from === 0) return send(path, init)
    const isLast = from + (init.body as ArrayBuffer).byteLength === note.bytes
    // Less than the smallest piece.
    if (!cut) cut = site.proxy.next(/^PATCH/, { cutAfter: 20_000, direction: 'up' })
    else if (isLast && !lost)
      lost = [/^PATCH/, /^POST .*voice/].map((line) => site.proxy.next(line, 'dropAnswer'))
    return send(path, init)
  }
  expect(await phone.sync()).toMatchObject(offline)
  await Promise.all([cut, ...lost!])
  const receipt = async () => (await phone.view(id)).attachmentReceipts.get(note.hash)?.state
  expect(await receipt(), 'the server has it, and nobody knows').toBe('onPhone')
  const before = [...offsets.of.values()].map((each) => [...each])
  expect(await site.verdict()).toEqual([])
  expect([...offsets.of.values()], 'none of it is sent again').toEqual(before)
  const [seen] = before
  expect(seen, 'an offset never goes back').toEqual([...seen!].sort((a, b) => a - b))
  expect(seen!.filter((offset) => offset === 0).length, 'it is begun once').toBe(1)
  expect([await receipt(), await site.count('photo')]).toEqual(['received', 1])

  const desk = await site.phone('supervisor')
  await desk.sync()
  expect((await desk.view(id)).voice).toEqual({ expected: 1, arrived: 1 })
  const from = { ...desk.session, transport: desk.network, now: Date.now }
  const look = await lookUpPhoto(note.hash, from, 'voice')
  const heard = look.state === 'here' ? await playable(look.blob) : null
  expect([heard?.type, await sha256(await heard!.arrayBuffer())]).toEqual(['audio/webm', note.hash])
})
