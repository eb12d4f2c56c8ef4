import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewChange } from '#domain/change.ts'
import type { ChangeId, PhotoHash } from '#domain/ids.ts'
import type { ForeignAnswer } from '../networkFault.ts'
import { aWorld, aPhone, type Phone, type World } from '../world.ts'

const olderNode: ForeignAnswer = {
  status: 404,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ v: 1, fault: { code: 'unknownPath' } }),
}

describe('what was said instead of typed', () => {
  let world: World
  let phone: Phone
  beforeEach(async () => {
    world = await aWorld()
    phone = await aPhone(world, 'worker')
  })
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })

  const stateOf = async (hash: PhotoHash) => (await phone.session.capture.photo.get(hash))?.state
  const isAtServer = async (hash: PhotoHash) => (await world.deps.photos.read(hash)) !== null

  it('goes from a phone without network to the supervisor, and its receipt with it', async () => {
    phone.network.goOffline()
    const note = await phone.voice(1, 9000, 12)
    const id = await phone.report({ voice: [note] })
    const before = await phone.view(id)
    expect([before.voice, before.attachmentReceipts.get(note.hash)?.state]).toEqual([
      { expected: 1, arrived: 0 },
      'onPhone',
    ])
    expect((await phone.sync()).ok).toBe(false)
    phone.network.goOnline()
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 1, photosSent: 1 } })
    await phone.sync()
    const mine = await phone.view(id)
    expect([mine.voice, mine.photos, mine.attachmentReceipts.get(note.hash)?.state]).toEqual([
      { expected: 1, arrived: 1 },
      { expected: 0, arrived: 0 },
      'received',
    ])
    const desk = await aPhone(world, 'supervisor')
    await desk.sync()
    const theirs = await desk.view(id)
    expect([theirs.report.voice, theirs.voice.arrived]).toEqual([[note], 1])
  })

  it('is resumed where it broke off, and no byte of it travels twice', async () => {
    const note = await phone.voice(2, 240_000)
    await phone.report({ voice: [note] })
    phone.network.breakAfter(40_000)
    expect((await phone.sync()).ok).toBe(true)
    expect(await isAtServer(note.hash)).toBe(true)
    const patches = phone.network.calls.filter((call) => call.method === 'PATCH')
    expect(patches.reduce((sum, call) => sum + call.bytes, 0)).toBe(240_000)
  })

  it('is not sent again when only the answer was lost', async () => {
    const note = await phone.voice(3)
    await phone.report({ voice: [note] })
    phone.network.next(/voice/, 'dropAnswer')
    expect((await phone.sync()).ok).toBe(false)
    expect((await phone.sync()).ok).toBe(true)
    expect(await stateOf(note.hash)).toBe('received')
  })

  it('leaves before photos, which may be many', async () => {
    const photo = await phone.photo(4)
    const note = await phone.voice(4)
    await phone.report({ photos: [photo], voice: [note] })
    await phone.sync()
    expect(
      phone.network.calls.filter(({ method }) => method === 'PUT').map(({ path }) => path),
    ).toEqual([
      `/api/photos/${photo.thumb.hash}`,
      `/api/voice/${note.hash}`,
      `/api/photos/${photo.hash}`,
    ])
  })

  it('waits for a node that takes voice notes in, and holds up no photo meanwhile', async () => {
    const photo = await phone.photo(5)
    const note = await phone.voice(5)
    const id = await phone.report({ photos: [photo], voice: [note] })
    phone.network.next(/voice/, olderNode)
    await phone.sync()
    expect([await stateOf(note.hash), await stateOf(photo.hash)]).toEqual(['waiting', 'received'])
    expect((await phone.view(id)).attention).toBeNull()
    await phone.sync()
    expect(await isAtServer(note.hash)).toBe(true)
  })

  it('needs attention where this phone can no longer read it, in words of its own', async () => {
    const note = await phone.voice(6)
    const id = await phone.report({ voice: [note] })
    await phone.session.capture.photoBytes.delete(note.hash)
    await phone.sync()
    expect((await phone.view(id)).attention?.code).toBe('voiceLost')
  })

  it('is a step’s as well as a report’s', async () => {
    const id = await phone.report()
    await phone.sync()
    const desk = await aPhone(world, 'supervisor')
    await desk.sync()
    const note = await desk.voice(7, 70_000)
    await desk.step(await desk.view(id), 'return', { voice: [note] })
    await desk.sync()
    await phone.sync()
    const view = await phone.view(id)
    expect([view.report.standing, view.voice]).toEqual(['returned', { expected: 1, arrived: 1 }])
    const heard = await phone.network.send(`/api/voice/${note.hash}`, { method: 'GET' })
    expect(heard.status).toBe(200)
  })

  it('leaves and is taken back with its words', async () => {
    const note = await phone.voice(8)
    const { takeBack } = await import('#client/outbox/recall.ts')
    const { saveChange } = await import('#client/outbox/saveChange.ts')
    const id = await phone.report()
    await phone.sync()
    const { report } = await phone.view(id)
    const change = {
      id: crypto.randomUUID() as unknown as ChangeId,
      by: phone.session.memberId,
      at: 1,
      schema: 2,
      t: 'report',
      row: id,
      op: 'patch',
      step: {
        id: 's-1',
        type: 'note',
        by: phone.session.memberId,
        at: 1,
        from: report.standing,
        to: report.standing,
        voice: [note],
      },
    } satisfies NewChange
    await saveChange(phone.session.capture, {
      change,
      photos: [note],
      isRecallable: true,
      now: Date.now(),
    })
    await phone.sync()
    expect(await stateOf(note.hash)).toBe('waiting')
    expect(await takeBack(phone.session.capture, change.id)).toMatchObject({ ok: true })
    expect(await stateOf(note.hash)).toBe('draft')
  })
})
