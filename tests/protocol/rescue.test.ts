import { webcrypto } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keptSealKey } from '#client/sync/keptSealKey.ts'
import { newSealer } from '#crypto/sealRecords.ts'
import { rescueRecordTypes } from '#protocol/rescueFile.ts'
import type { DeviceId } from '#domain/ids.ts'
import { aRescueFile, flipped, glued, partsOf } from '../aRescueFile.ts'
import { aProtocolClient, type ProtocolClient } from '../aProtocolClient.ts'
import { aWorld, aPhone, cast, type Phone, type World } from '../world.ts'

let world: World
let phone: Phone
let carrier: ProtocolClient
beforeEach(async () => {
  world = await aWorld()
  phone = await aPhone(world, 'worker')
  carrier = await aProtocolClient(world, 'neighbour')
  await phone.sync()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const bring = async (
  body: Uint8Array<ArrayBuffer>,
  by = carrier,
): Promise<Record<string, unknown>> => {
  const answer = await by.call('POST', '/api/rescue', body.buffer, {
    'Content-Type': 'application/octet-stream',
  })
  return (await answer.json()) as Record<string, unknown>
}
const nothing = { changes: 0, changesKnown: 0, parked: 0, photos: 0, photosKnown: 0, setAside: 0 }
const reports = () => world.deps.storage.read((tx) => tx.rows('report'))
const incidents = () => world.deps.storage.read((tx) => tx.incidents(0))
const lastOf = async (of: Phone) => {
  const install = (await of.session.capture.meta.get('install'))!.value as never
  return (await world.deps.storage.read((tx) => tx.clientLog(install)))?.last
}
const revoke = (id: string) =>
  world.deps.storage.write(async (tx) =>
    tx.putDevice({ ...(await tx.device(id as DeviceId))!, revokedAt: Date.now() }),
  )

describe('the key', () => {
  it('R1 is given to a phone that has none or another, once, and never its private half', async () => {
    const asked = (sealKey?: string) => carrier.sync([], sealKey === undefined ? {} : { sealKey })
    expect((await asked()).sealKey).toBeUndefined()
    const key = (await asked('')).sealKey!
    expect(Buffer.from(key, 'base64url')).toHaveLength(65)
    expect(await keptSealKey(phone.session.capture)).toBe(key)
    const calls = phone.network.calls.length
    await phone.sync()
    expect(phone.network.calls).toHaveLength(calls + 1)
    expect(JSON.stringify(await asked('0000000000000000'))).not.toContain('"d":')
  })

  it('R1 of yesterday still opens the file of yesterday', async () => {
    await phone.report()
    const file = await aRescueFile(phone)
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
      'deriveBits',
    ])
    const newer = await webcrypto.subtle.exportKey('jwk', pair.privateKey)
    await world.deps.storage.write(async (tx) => tx.putSealKeys([newer, ...(await tx.sealKeys())]))
    expect(await bring(file)).toMatchObject({ changes: 1 })
    const before = await keptSealKey(phone.session.capture)
    await phone.sync()
    expect(await keptSealKey(phone.session.capture)).not.toBe(before)
  })
})

describe('the file', () => {
  it('R2 tells nothing to whoever carries it', async () => {
    await phone.report({ note: '三楼灯不亮' })
    const text = Buffer.from(await aRescueFile(phone)).toString('latin1')
    for (const secret of [
      phone.session.device.id,
      phone.session.device.secret,
      Buffer.from('三楼灯不亮').toString('latin1'),
      'hazard',
    ])
      expect(text).not.toContain(secret)
  })

  it('R2 gives its first records when it was cut anywhere', async () => {
    await phone.report({ photos: [await phone.photo(1), await phone.photo(2)] })
    const file = await aRescueFile(phone)
    const { header, frames } = partsOf(file)
    const photosFrom = header.length + frames[0]!.length + frames[1]!.length
    expect(await bring(file.slice(0, photosFrom + 500))).toEqual({ v: 1, ...nothing, changes: 1 })
    expect(await bring(file.slice(0, file.length - 1))).toEqual({
      v: 1,
      ...nothing,
      changesKnown: 1,
      photos: 2,
    })
  })

  it('R2 loses only the record that was damaged', async () => {
    for (let i = 0; i < 3; i++) await phone.report({ photos: [await phone.photo(10 + i)] })
    const { header, frames } = partsOf(await aRescueFile(phone))
    const [head, changes, first, ...rest] = frames
    // One bit of its content, and one bit of its length.
    for (const at of [100, 11]) {
      const damaged = glued(header, head!, changes!, flipped(first!, at), ...rest)
      expect(await bring(damaged)).toMatchObject({ setAside: at === 100 ? 1 : 0 })
    }
    expect(await reports()).toHaveLength(3)
    expect(await bring(glued(header, head!, first!))).toMatchObject({ setAside: 0 })
    expect((await incidents()).map((each) => [each.type, each.closedAt !== null])).toEqual([
      ['rescueSetAside', true],
    ])
  })
})

describe('taking in', () => {
  it('R3 brings everything in once, however often and by whomever it is brought', async () => {
    const photo = await phone.photo(1, 300_000)
    await phone.report({ note: '一', photos: [photo] })
    await phone.report({ note: '二' })
    const file = await aRescueFile(phone)
    expect(await bring(file)).toEqual({ v: 1, ...nothing, changes: 2, photos: 1 })
    const other = await aProtocolClient(world, 'volunteer')
    expect(await bring(file, other)).toEqual({ v: 1, ...nothing, changesKnown: 2, photosKnown: 1 })
    expect((await reports()).map((row) => row.f.note).sort()).toEqual(['一', '二'])
    expect((await reports()).find((row) => row.f.note === '一')!.f.arrived).toHaveLength(2)
  })

  it('R3 lets the phone sync before, between and after, and keeps its numbers right', async () => {
    await phone.report({ note: '一' })
    const early = await aRescueFile(phone)
    await phone.sync()
    await phone.report({ note: '二' })
    await phone.report({ note: '三' })
    const late = await aRescueFile(phone)
    await phone.report({ note: '四' })
    expect(await bring(late)).toMatchObject({ changes: 2, changesKnown: 0 })
    expect(await lastOf(phone)).toBe(3)
    expect(await phone.sync()).toMatchObject({ ok: true, value: { pushed: 3 } })
    expect(await bring(early)).toMatchObject({ changes: 0, changesKnown: 1 })
    expect(await lastOf(phone)).toBe(4)
    expect((await reports()).map((row) => row.f.note).sort()).toEqual(
      ['一', '三', '二', '四'].sort(),
    )
    expect((await phone.views()).map((view) => view.receipt.state)).not.toContain('onPhone')
  })

  it('R3 goes by ids where the numbers do not connect', async () => {
    await phone.report({ note: '一' })
    await phone.sync()
    await phone.report({ note: '二' })
    await phone.report({ note: '三' })
    const { header, frames } = partsOf(await aRescueFile(phone))
    // Only the third change is left of the file: its number follows on nothing the server has.
    await phone.session.capture.outbox.where('n').equals(2).modify({ fate: 'applied' })
    const third = partsOf(await aRescueFile(phone))
    await phone.session.capture.outbox.where('n').equals(2).modify({ fate: 'waiting' })
    expect(await bring(glued(third.header, ...third.frames))).toMatchObject({ changes: 1 })
    expect(await lastOf(phone)).toBe(1)
    expect(await bring(glued(third.header, ...third.frames))).toMatchObject({
      changes: 0,
      changesKnown: 1,
    })
    expect(await bring(glued(header, ...frames))).toMatchObject({ changes: 1, changesKnown: 1 })
    expect((await phone.sync()).ok).toBe(true)
    expect(await lastOf(phone)).toBe(3)
    expect(await reports()).toHaveLength(3)
  })

  it('R3 takes two copies of one phone by their ids', async () => {
    await phone.report({ note: '甲' })
    const file = await aRescueFile(phone)
    // The other copy of the phone has used the same number for something else.
    await phone.session.capture.outbox.clear()
    await phone.session.capture.meta.put({ key: 'nextN', value: 1 })
    await phone.report({ note: '乙' })
    await phone.sync()
    expect(await bring(file)).toMatchObject({ changes: 1 })
    expect((await reports()).map((row) => row.f.note).sort()).toEqual(['乙', '甲'].sort())
  })

  it('R3 is right when two bring the same file at the same time', async () => {
    for (let i = 0; i < 5; i++) await phone.report({ note: String(i) })
    const file = await aRescueFile(phone)
    const answers = await Promise.all([bring(file), bring(file), bring(file)])
    expect(answers.map((answer) => Number(answer.changes) + Number(answer.changesKnown))).toEqual([
      5, 5, 5,
    ])
    expect(await reports()).toHaveLength(5)
  })

  it('R4 parks the work of a revoked device whole', async () => {
    await phone.report({ note: '停用之后' })
    const file = await aRescueFile(phone)
    await revoke(phone.session.device.id)
    expect(await bring(file)).toMatchObject({ changes: 0, parked: 1 })
    expect(await reports()).toHaveLength(0)
    const install = (await phone.session.capture.meta.get('install'))!.value as never
    const [entry] = await world.deps.storage.read((tx) => tx.journal(install, 1, 1))
    expect(entry?.result).toMatchObject({ s: 'parked', fault: { code: 'revokedDevice' } })
    expect(await bring(file)).toMatchObject({ parked: 0, changesKnown: 1 })
  })

  it('R4 parks the work of a member who is not active', async () => {
    const leaving = await aPhone(world, 'volunteer')
    await leaving.sync()
    for (let i = 0; i < 12; i++) await leaving.report()
    const file = await aRescueFile(leaving)
    await world.deps.storage.write(async (tx) => {
      await tx.lockScopes(['org' as never])
      const row = (await tx.row('member', cast.volunteer.id))!
      await tx.putRow({ ...row, v: row.v + 1, f: { ...row.f, isActive: false } }, ['org' as never])
    })
    expect(await bring(file)).toMatchObject({ changes: 0, parked: 12 })
    expect(await reports()).toHaveLength(0)
  })

  it('R5 keeps sealed what no device of ours has written, and says so to a supervisor', async () => {
    await phone.report()
    const sealer = await newSealer((await keptSealKey(phone.session.capture))!)
    const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
    const forged = {
      v: 1,
      install: carrier.install,
      deviceId: phone.session.device.id,
      deviceSecret: 'guessed',
      madeAt: 1,
      app: 'x',
      changes: 1,
      photos: 0,
    }
    const change = (await phone.session.capture.outbox.toArray())[0]!.change
    const file = glued(
      sealer.header,
      await sealer.seal(rescueRecordTypes.head, json(forged)),
      await sealer.seal(rescueRecordTypes.changes, json([change])),
    )
    expect(await bring(file)).toEqual({ v: 1, ...nothing, setAside: 1 })
    expect(await reports()).toHaveLength(0)
    const kept = await world.deps.storage.read((tx) => tx.setAsideOf(sealer.file))
    expect(kept).toMatchObject([{ idx: 1, reason: 'noOwner', broughtBy: carrier.device.id }])
    expect(await incidents()).toMatchObject([
      { type: 'rescueSetAside', memberId: cast.neighbour.id, closedAt: null },
    ])
  })

  it('R5 refuses a file for another organisation, and what is no such file at all', async () => {
    const pair = await webcrypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, [
      'deriveBits',
    ])
    const theirs = await newSealer(
      Buffer.from(await webcrypto.subtle.exportKey('raw', pair.publicKey)).toString('base64url'),
    )
    expect(await bring(glued(theirs.header, await theirs.seal(0, new Uint8Array(4))))).toEqual({
      v: 1,
      fault: { code: 'rescueForeign' },
    })
    for (const body of [
      new Uint8Array(0),
      new Uint8Array(98),
      new TextEncoder().encode('a photo, perhaps'.repeat(20)),
    ]) {
      expect(await bring(body)).toEqual({ v: 1, fault: { code: 'rescueNotAFile' } })
    }
    const stranger = await carrier.network.send('/api/rescue', {
      method: 'POST',
      body: (await aRescueFile(phone)).buffer,
    })
    expect(stranger.status).toBe(401)
  })

  it('R5 keeps what the phone holds otherwise than the server', async () => {
    await phone.report({ placeId: 'p-none' as never })
    await phone.sync()
    const [entry] = await phone.session.capture.outbox.toArray()
    expect(entry?.fate).toBe('parked')
    expect(await bring(await aRescueFile(phone))).toMatchObject({ setAside: 0, changesKnown: 1 })
    await phone.session.capture.outbox.put({ ...entry!, change: { ...entry!.change, at: 5 } })
    expect(await bring(await aRescueFile(phone))).toMatchObject({ setAside: 1, changes: 0 })
    expect(await incidents()).toMatchObject([
      { type: 'rescueSetAside', detail: { records: 1, reason: 'contentMissing' } },
    ])
  })

  it('R3 takes up what the phone was told is parked and the server has never heard of', async () => {
    await phone.report()
    const [entry] = await phone.session.capture.outbox.toArray()
    await phone.session.capture.outbox.put({
      ...entry!,
      fate: 'parked',
      fault: { code: 'unknownPlace' },
    })
    expect(await bring(await aRescueFile(phone))).toMatchObject({ changes: 1, setAside: 0 })
    expect(await bring(await aRescueFile(phone))).toMatchObject({ changes: 0, changesKnown: 1 })
  })

  it('R6 closes what the device was missed for once all of the file is here', async () => {
    await phone.report({ photos: [await phone.photo(1)] })
    phone.network.next(/api\/photos/, 'dropRequest')
    await phone.session.capture.meta.get('install')
    const waiting = {
      push: { from: 0, waiting: 1, oldest: Date.now() - 60_000, changes: [] },
      photos: { waiting: 2, bytes: 1 },
    }
    const asPhone = await aProtocolClient(world, 'worker', { device: phone.session.device })
    await asPhone.sync([], waiting)
    await world.deps.storage.write(async (tx) => {
      const { recordUnsentLeft } = await import('#server/incidents/incidents.ts')
      await recordUnsentLeft(
        tx,
        (await tx.device(phone.session.device.id as DeviceId))!,
        'replaced',
        Date.now(),
      )
    })
    const file = await aRescueFile(phone)
    const { header, frames } = partsOf(file)
    await bring(glued(header, frames[0]!, frames.at(-1)!))
    expect(await incidents()).toMatchObject([{ type: 'unsentLeft', closedAt: null }])
    await bring(file)
    const [closed] = await incidents()
    expect([closed!.closedAt === null, closed!.closedBy]).toEqual([false, null])
    expect(
      await world.deps.storage.read((tx) => tx.device(phone.session.device.id as DeviceId)),
    ).toMatchObject({ waitingChanges: 0, waitingPhotos: 0 })
  })
})
