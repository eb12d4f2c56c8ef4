// Puts the drawn demo community through the same code as real work: photos through the photo
// store, reports and steps as changes. firstRun.ts calls it.
import { webcrypto } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import type { NewChange } from '#domain/change.ts'
import { currentSchema } from '#domain/change.ts'
import type { ChangeId, Instant, ClientId, MemberId, PhotoHash } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { newId } from '#domain/newId.ts'
import type { Patrol } from '#domain/patrol.ts'
import { blobsOf } from '#domain/attachment.ts'
import type { Report } from '#domain/report.ts'
import { acceptPush } from '../sync/acceptPush.ts'
import { makeDevice } from '../auth/devices.ts'
import type { Demo } from '#demo/drawDemo.ts'
import { recordUnsentLeft } from '../incidents/incidents.ts'
import type { AssetStore } from '../assets/assetStore.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import { upsertReference, type Reference } from './upsertReference.ts'
import type { Device, Storage, WriteTx } from '../storage/port/storage.ts'
import type { StoredPhoto } from '../storage/port/journal.ts'

/** A change arrives this long after it was made: the phone was out of reach for a moment. */
const travelMs = 40_000
const hourMs = 3_600_000

interface Phone {
  device: Device
  install: ClientId
  last: number
  seenAt: Instant | null
}

/** Returns how many changes were parked that were not meant to be; a sound demo has none. */
export async function loadDemo(
  storage: Storage,
  demo: Demo,
  kept: ReadonlyMap<PhotoHash, StoredPhoto>,
  now: Instant,
): Promise<number> {
  await upsertReference(storage, [
    ...references('grid', demo.grids),
    ...references('place', demo.places),
    ...references('member', demo.members),
    ...references('basemap', [demo.map.basemap]),
  ])
  await upsertReference(
    storage,
    demo.rhythms.map((rhythm) => ({ t: 'visitRhythm', id: rhythm.placeId, f: { ...rhythm } })),
  )
  const phones = await phonesOf(storage, demo.members, now)
  await depositPhotos(storage, demo, kept, phones, now)
  let parked = 0
  const send = async (change: NewChange, receivedAt: Instant): Promise<void> => {
    const phone = phoneIn(phones, change.by)
    const { results } = await acceptPush({
      storage,
      device: phone.device,
      install: phone.install,
      changes: [{ ...change, n: ++phone.last }],
      receivedAt,
    })
    if (results[0]?.s === 'parked') parked++
    phone.seenAt = receivedAt
  }
  for (const change of [
    ...demo.reports.flatMap(changesOfReport),
    ...demo.patrols.map(changeOfPatrol),
  ].sort((a, b) => a.at - b.at)) {
    await send(change, Math.min(change.at + travelMs, now))
  }
  const { late, unsent, lostPhone } = demo.trouble
  for (const { report, step } of late)
    await send({ ...head('report', report, step.by, step.at), op: 'patch', step }, now)
  await storage.write(async (tx) => {
    for (const { device, seenAt } of phones.values()) {
      const holds =
        device.memberId === unsent.by && seenAt !== null
          ? { ...unsent, waitingSince: seenAt - hourMs }
          : {}
      await tx.markSeen(device.id, {
        seenAt,
        waitingChanges: 0,
        waitingPhotos: 0,
        waitingSince: null,
        ...holds,
      })
    }
    await losePhone(tx, lostPhone, now)
  })
  return parked - late.length
}

function phoneIn(phones: ReadonlyMap<MemberId, Phone>, by: MemberId): Phone {
  const phone = phones.get(by)
  if (!phone) throw new Error(`the demo names an unknown member ${by}`)
  return phone
}

/** As when a supervisor revokes it: what it last said it holds is missed. */
async function losePhone(
  tx: WriteTx,
  { by, label, seenAt, ...holds }: Demo['trouble']['lostPhone'],
  now: Instant,
): Promise<void> {
  const { device } = await makeDevice(tx, by, label, seenAt)
  const lost: Device = { ...device, ...holds, seenAt, waitingSince: seenAt, revokedAt: now }
  await tx.markSeen(lost.id, lost)
  await tx.putDevice(lost)
  await recordUnsentLeft(tx, lost, 'revoked', now)
}

const references = (t: Reference['t'], rows: readonly object[]): Reference[] =>
  rows.map((row) => ({ t, id: (row as { id: string }).id, f: { ...row } }))

/** Nobody learns the secrets of these phones, so nobody else can speak as them. */
async function phonesOf(
  storage: Storage,
  members: readonly Member[],
  now: Instant,
): Promise<Map<MemberId, Phone>> {
  const phones = new Map<MemberId, Phone>()
  for (const member of members) {
    const label = member.roles.includes('supervisor') ? '示例电脑' : '示例手机'
    const { device } = await storage.write((tx) => makeDevice(tx, member.id, label, now))
    phones.set(member.id, {
      device,
      install: newId<ClientId>(now, webcrypto),
      last: 0,
      seenAt: null,
    })
  }
  return phones
}

/** The bytes; nobody has handed them in yet. */
export async function saveDemoPhotos(
  photos: PhotoStore,
  demo: Demo,
): Promise<Map<PhotoHash, StoredPhoto>> {
  const kept = new Map<PhotoHash, StoredPhoto>()
  for (const [hash, bytes] of demo.blobs) {
    const finished = await photos.put(hash, bytes)
    if (finished.state !== 'stored')
      throw new Error(`a photo of the demo was refused: ${finished.state}`)
    kept.set(hash, { hash, bytes: finished.bytes, type: finished.type })
  }
  return kept
}

/** The bytes of its base map; the row that tells of them comes with the places. */
export async function saveDemoMap(assets: AssetStore, { map }: Demo): Promise<void> {
  const file = assets.workFile()
  try {
    await writeFile(file, map.archive)
    await assets.putFile(map.basemap.hash, file)
  } finally {
    await rm(file, { force: true })
  }
}

/** Handed in by whoever names them, as from a real phone. */
async function depositPhotos(
  storage: Storage,
  demo: Demo,
  kept: ReadonlyMap<PhotoHash, StoredPhoto>,
  phones: ReadonlyMap<MemberId, Phone>,
  now: Instant,
): Promise<void> {
  const named = demo.reports.flatMap((report) => [
    { by: report.by, photos: report.photos },
    ...report.steps.map((step) => ({ by: step.by, photos: step.photos ?? [] })),
  ])
  await storage.write(async (tx) => {
    for (const { by, photos: refs } of named) {
      for (const { hash } of refs.flatMap(blobsOf))
        await tx.putPhoto(kept.get(hash)!, phoneIn(phones, by).device, now)
    }
  })
}

const head = (t: 'report' | 'patrol', row: string, by: MemberId, at: Instant) => ({
  id: newId<ChangeId>(at, webcrypto),
  schema: currentSchema,
  t,
  row,
  by,
  at,
})

/** The capture, then each step by whoever took it, none before the one it answers. */
function changesOfReport({
  id,
  steps,
  standing: _derived,
  receivedAt: _ours,
  ...captured
}: Report): NewChange[] {
  const changes: NewChange[] = [
    { ...head('report', id, captured.by, captured.capturedAt), op: 'create', set: { ...captured } },
  ]
  let at = captured.capturedAt
  for (const step of steps) {
    at = Math.max(at + 1, step.at)
    changes.push({ ...head('report', id, step.by, at), op: 'patch', step })
  }
  return changes
}

/** A walk arrives as it stands: ended, or as of its last sign of life. */
function changeOfPatrol({ id, ...walk }: Patrol): NewChange {
  const at = Math.max(
    walk.endedAt ?? walk.startedAt,
    ...[...walk.checks, ...walk.pauses].map((event) => event.at),
  )
  return { ...head('patrol', id, walk.by, at), op: 'create', set: { ...walk } }
}
