import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forwardRescued } from '#client/rescue/forwardRescued.ts'
import { importRescueFile } from '#client/rescue/importRescueFile.ts'
import { sha256 } from '#client/photos/sha256.ts'
import { type VoiceRef, voiceLimits } from '#domain/voice.ts'
import type { WholeRow } from '#protocol/messages.ts'
import { aProtocolClient, aVisit, type ProtocolClient, uuid } from '../aProtocolClient.ts'
import { aRescueFile } from '../aRescueFile.ts'
import { aWebm, anM4a } from '../aVoice.ts'
import { aJpeg, aPhone, aWorld, type World } from '../world.ts'

let world: World
let worker: ProtocolClient
let seed = 4000
beforeAll(async () => {
  world = await aWorld()
  worker = await aProtocolClient(world, 'worker')
})
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

type Medium = 'voice' | 'photos'
const put = async (medium: Medium, bytes: ArrayBuffer, client = worker) => {
  const hash = await sha256(bytes)
  const answer = await client.call('PUT', `/api/${medium}/${hash}`, bytes)
  const { fault } = (await answer.json()) as { fault?: { code: string } }
  return { hash, status: answer.status, fault: fault?.code }
}
const offer = async (medium: Medium, hash: string, bytes: number) =>
  (await (await worker.call('POST', `/api/${medium}`, JSON.stringify({ hash, bytes }))).json()) as {
    state?: string
    url: string
    offset: number
    fault?: { code: string }
  }
const patch = (url: string, offset: number, bytes: ArrayBuffer) =>
  worker.call('PATCH', url, bytes, {
    'Tus-Resumable': '1.0.0',
    'Upload-Offset': String(offset),
    'Content-Type': 'application/offset+octet-stream',
  })
const aRef = async (seconds: number): Promise<VoiceRef> => ({
  hash: await sha256(aWebm(seed++)),
  bytes: 5000,
  seconds,
  takenAt: 1,
})

describe('a voice note', () => {
  it('P11 is sound by its first bytes: what is sent as the one is not taken in as the other', async () => {
    expect(await put('voice', aWebm(seed++))).toMatchObject({ status: 200 })
    expect(await put('voice', anM4a(seed++))).toMatchObject({ status: 200 })
    expect(await put('voice', aJpeg(seed++, 500))).toMatchObject({
      status: 415,
      fault: 'voiceNotAudio',
    })
    expect(await put('photos', aWebm(seed++))).toMatchObject({
      status: 415,
      fault: 'photoNotAnImage',
    })
    const page = new TextEncoder().encode('<svg onload="x"> and so on').buffer
    expect(await put('voice', page)).toMatchObject({ status: 415, fault: 'voiceNotAudio' })
    expect(await put('voice', new ArrayBuffer(0))).toMatchObject({ fault: 'voiceNotAudio' })
  })

  it('P11 is not had as the other either, by who handed its bytes in', async () => {
    const [sound, picture] = [aWebm(seed++), aJpeg(seed++, 500)]
    const [{ hash: voice }, { hash: photo }] = [
      await put('voice', sound),
      await put('photos', picture),
    ]
    expect(await offer('voice', voice, 5000)).toMatchObject({ state: 'have' })
    expect((await offer('photos', voice, 5000)).fault?.code).toBe('photoNotAnImage')
    expect((await offer('voice', photo, 500)).fault?.code).toBe('voiceNotAudio')
  })

  it('P11 goes on where its upload broke off, and is refused at its end where it is a picture', async () => {
    const sound = aWebm(seed++, 150_000)
    const hash = await sha256(sound)
    const first = await offer('voice', hash, sound.byteLength)
    expect(first).toMatchObject({ state: 'open', offset: 0 })
    await patch(first.url, 0, sound.slice(0, 70_000))
    const second = await offer('voice', hash, sound.byteLength)
    expect(second).toMatchObject({ url: first.url, offset: 70_000 })
    await patch(second.url, 70_000, sound.slice(70_000))
    expect(await offer('voice', hash, sound.byteLength)).toMatchObject({ state: 'have' })

    const picture = aJpeg(seed++, 80_000)
    const forged = await sha256(picture)
    const { url } = await offer('voice', forged, picture.byteLength)
    await patch(url, 0, picture)
    expect((await offer('voice', forged, picture.byteLength)).fault?.code).toBe('voiceNotAudio')
  })

  it('P11 holds at most 2 MB', async () => {
    expect((await offer('voice', 'a'.repeat(64), voiceLimits.uploadBytes)).state).toBe('open')
    expect((await offer('voice', 'b'.repeat(64), voiceLimits.uploadBytes + 1)).fault?.code).toBe(
      'voiceTooLarge',
    )
  })

  it('P11 is heard by who sees a record that names it, as sound and under its own address alone', async () => {
    const phone = await aPhone(world, 'worker')
    const note = await phone.voice(seed++, 90_000)
    const id = await phone.report({ ...aVisit, voice: [note] })
    await phone.sync()
    await phone.sync()
    expect((await phone.view(id)).voice).toEqual({ expected: 1, arrived: 1 })
    const [volunteer, neighbour, desk] = [
      await aProtocolClient(world, 'volunteer'),
      await aProtocolClient(world, 'neighbour'),
      await aProtocolClient(world, 'supervisor'),
    ]
    const statuses: number[] = []
    for (const client of [worker, desk, volunteer, neighbour])
      statuses.push((await client.call('GET', `/api/voice/${note.hash}`)).status)
    expect(statuses).toEqual([200, 200, 404, 404])
    const heard = await desk.call('GET', `/api/voice/${note.hash}`)
    expect([
      heard.headers.get('Content-Type'),
      heard.headers.get('X-Content-Type-Options'),
      (await heard.arrayBuffer()).byteLength,
    ]).toEqual(['audio/webm', 'nosniff', 90_000])
    expect((await desk.call('GET', `/api/photos/${note.hash}`)).status).toBe(404)
    const photo = await phone.photo(seed++)
    await phone.report({ ...aVisit, photos: [photo], voice: [{ ...note, hash: photo.hash }] })
    await phone.sync()
    expect((await desk.call('GET', `/api/voice/${photo.hash}`)).status).toBe(404)
  })

  it('P11 that was taken out is heard by who reads the history, and put back it is as before', async () => {
    const phone = await aPhone(world, 'worker')
    const note = await phone.voice(seed++)
    const id = await phone.report({ voice: [note] })
    await phone.sync()
    await phone.capture({ row: id, op: 'patch', remove: { voice: [note.hash] } })
    await phone.sync()
    await phone.sync()
    const { report } = await phone.view(id)
    expect([report.voice, report.arrived]).toEqual([[], []])
    const [volunteer, desk] = [
      await aProtocolClient(world, 'volunteer'),
      await aProtocolClient(world, 'supervisor'),
    ]
    const statusFor = async (client: ProtocolClient) =>
      (await client.call('GET', `/api/voice/${note.hash}`)).status
    expect([await statusFor(desk), await statusFor(volunteer)]).toEqual([200, 404])
    const { pull } = await desk.sync([], { pull: { cursors: {}, max: 4_000_000 }, shape: 3 })
    const entry = (pull?.pages ?? [])
      .flatMap((page) => page.rows as WholeRow[])
      .find((row) => row.t === 'history' && (row.f?.value as VoiceRef).hash === note.hash)
    expect(entry?.f).toMatchObject({ value: note, arrived: [note.hash] })
    await phone.capture({ row: id, op: 'patch', add: { voice: [note] } })
    await phone.sync()
    expect(await statusFor(volunteer)).toBe(200)
  })

  it('P11 travels in a rescue file and is counted there', async () => {
    const [broken, helper] = [await aPhone(world, 'worker'), await aPhone(world, 'volunteer')]
    await broken.sync()
    broken.network.goOffline()
    const note = await broken.voice(seed++, 120_000)
    const id = await broken.report({ voice: [note], photos: [await broken.photo(seed++)] })
    const file = new File([await aRescueFile(broken)], 'a.gridwalk')
    await importRescueFile(helper.session.capture, file, Date.now())
    expect(
      await forwardRescued({ ...helper.session, transport: helper.network, now: Date.now }),
    ).toMatchObject({ ok: true })
    const [taken] = await helper.session.capture.rescue.toArray()
    expect(taken!.tally).toMatchObject({ changes: 1, photos: 2, setAside: 0 })
    const row = await world.deps.storage.read((tx) => tx.row('report', id))
    expect(row?.f.arrived).toContain(note.hash)
  })
})

describe('what a record may carry of them', () => {
  it('P12 is a minute in five notes, of a report and of a step', async () => {
    const created = async (...seconds: number[]) => {
      const voice = []
      for (const each of seconds) voice.push(await aRef(each))
      const { results } = await worker.push(worker.creation({ voice }))
      return results[0]!
    }
    expect(await created(30, 30)).toMatchObject({ s: 'applied' })
    expect(await created(30, 31)).toMatchObject({
      s: 'parked',
      fault: { code: 'tooMuchVoice', detail: { limit: 60, notes: 5 } },
    })
    expect(await created(1, 1, 1, 1, 1, 1)).toMatchObject({ fault: { code: 'tooMuchVoice' } })
    expect(await created(61)).toMatchObject({ fault: { code: 'tooMuchVoice' } })
    const report = worker.creation()
    await worker.push(report)
    const { results } = await worker.push(
      worker.step(report.row, 'note', 'reported', 'reported', {
        voice: [await aRef(40), await aRef(40)],
      }),
    )
    expect(results[0]).toMatchObject({ s: 'parked', fault: { code: 'tooMuchVoice' } })
  })

  it('P12 is refused where it is none', async () => {
    const good = await aRef(5)
    for (const bad of [
      { ...good, hash: 'x' as never },
      { ...good, seconds: 0 },
      { ...good, seconds: 1.5 },
      { ...good, bytes: voiceLimits.uploadBytes + 1 },
    ])
      expect((await worker.push(worker.creation({ voice: [bad] }))).results[0]).toMatchObject({
        s: 'parked',
        fault: { code: 'invalidFields' },
      })
  })

  it('P12 stands for the comment that a step needs, once something is in it', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const report = worker.creation()
    await worker.push(report)
    const returned = (voice: unknown[]) =>
      desk.push(desk.step(report.row, 'return', 'reported', 'returned', { voice }))
    expect((await returned([])).results[0]).toMatchObject({ fault: { code: 'missingReason' } })
    expect((await returned([await aRef(3)])).results[0]).toMatchObject({ s: 'applied' })
  })

  it('P12 is its author’s alone to put in or take out, as the note is', async () => {
    const desk = await aProtocolClient(world, 'supervisor')
    const note = await aRef(4)
    const report = worker.creation({ voice: [note] })
    await worker.push(report)
    for (const change of [{ remove: { voice: [note.hash] } }, { add: { voice: [await aRef(2)] } }])
      expect((await desk.push(desk.patch(report.row, change))).results[0]).toMatchObject({
        s: 'parked',
        fault: { code: 'notYours' },
      })
  })

  it('P12 is said by a change of the second schema, which a server that knows only the first parks', async () => {
    const { results } = await worker.push(
      worker.creation({ voice: [await aRef(4)] }, { id: uuid(), schema: 2 }),
      worker.creation({ note: 'without' }, { id: uuid(), schema: 1 }),
    )
    expect(results.map(({ s }) => s)).toEqual(['applied', 'applied'])
  })
})
