// One round to the backup: whatever it lacks is copied, read back, and only then called
// durable (B1, B3). Called by backup.ts. Killed anywhere it leaves at most a copy too many; two
// nodes at once do the same work twice and no harm.
import type { Instant, PhotoHash } from '#domain/ids.ts'
import { mapsScope, referenceScope } from '#domain/scope.ts'
import type { PhotoStore } from '../photos/photoStore.ts'
import type { CopiedPart, Deposit, ClientLogBehind } from '../storage/port/durability.ts'
import type { ReadTx, Storage } from '../storage/port/storage.ts'
import { repairPhoto } from '../photos/repairPhoto.ts'
import { putVerified, type ObjectStore } from '../objectStore/objectStore.ts'
import { photoName, sha256Of } from '../objectStore/objectNames.ts'
import {
  folders,
  type JournalLine,
  linesOf,
  type Reference,
  referenceName,
  segmentName,
  zipped,
} from './segment.ts'

export interface Copying {
  storage: Storage
  photos: PhotoStore
  backupStore: ObjectStore
  now: () => Instant
}

/** Kept from round to round, so that reference rows are written when they have changed. */
export interface CopyMemory {
  reference?: string
  /** The store that was recognised at the start. */
  storeId?: string
}

export interface Copied {
  entries: number
  photos: number
  /** Photos that could not be read this time, and why; the others went on. */
  troubles: string[]
}

/** Text of one segment, about. */
const segmentBytes = 4_000_000
const clientLogsPerSegment = 200
const entriesPerRead = 50
const depositsPerSegment = 40
const photosAtOnce = 4

export async function copyWork(copying: Copying, memory: CopyMemory): Promise<Copied> {
  await copyReference(copying, memory)
  const entries = await copyJournal(copying, memory)
  const { photos, troubles } = await copyPhotos(copying)
  return { entries, photos, troubles }
}

async function copyJournal(copying: Copying, memory: CopyMemory): Promise<number> {
  const { storage, backupStore, now } = copying
  for (let copied = 0; ;) {
    const { parts, lines } = await storage.read(whatIsBehind)
    if (parts.length === 0) return copied
    // Read after the entries and written before them: a device is never missing beside what it
    // sent.
    await copyReference(copying, memory)
    if (lines.length > 0) {
      const text = linesOf(lines)
      await putVerified(backupStore, segmentName(folders.journal, now(), text), await zipped(text))
    }
    await storage.write(async (tx) => {
      for (const part of parts) await tx.markCopied(part)
    })
    copied += lines.length
  }
}

async function whatIsBehind(tx: ReadTx): Promise<{ parts: CopiedPart[]; lines: JournalLine[] }> {
  const parts: CopiedPart[] = []
  const lines: JournalLine[] = []
  let room = segmentBytes
  for (const clientLog of await tx.clientLogsBehind(clientLogsPerSegment)) {
    if (room <= 0) break
    const part = await partOf(tx, clientLog, room)
    parts.push(part.part)
    lines.push(...part.lines)
    room -= part.lines.reduce((sum, line) => sum + line.body.length, 0)
  }
  return { parts, lines }
}

async function partOf(
  tx: ReadTx,
  { install, deviceId, durable, last }: ClientLogBehind,
  room: number,
): Promise<{ part: CopiedPart; lines: JournalLine[] }> {
  const lines: JournalLine[] = []
  for (let at = durable, bytes = 0; ;) {
    const read = await tx.entriesAfter(install, at, entriesPerRead)
    for (const entry of read) bytes += entry.body.length
    lines.push(...read.map((entry) => ({ ...entry, deviceId })))
    at = lines.at(-1)?.n ?? durable
    const isWhole = read.length < entriesPerRead
    // What lies behind the last entry was named lost; nothing of it can be copied.
    if (isWhole || bytes >= room)
      return {
        part: { install, after: durable, upTo: isWhole ? last : at, entries: lines.length },
        lines,
      }
  }
}

async function copyReference(
  { storage, backupStore, now }: Copying,
  memory: CopyMemory,
): Promise<void> {
  const news = await storage.read(async (tx) => {
    const devices = (await tx.devices()).map(
      ({ id, memberId, secretHash, label, createdAt, boundBy, revokedAt }) => ({
        id,
        memberId,
        secretHash,
        label,
        createdAt,
        boundBy,
        revokedAt,
      }),
    )
    const rest = { devices, sealKeys: await tx.sealKeys() }
    const rhythms = await tx.rows('visitRhythm')
    const heads = await tx.heads([referenceScope, mapsScope])
    const mark = `${[...heads.values()].join('.')}:${sha256Of(JSON.stringify([rest, rhythms]))}`
    if (mark === memory.reference) return null
    const rows = [
      ...(await tx.rows('grid')),
      ...(await tx.rows('place')),
      ...(await tx.rows('member')),
      ...(await tx.rows('basemap')),
      ...rhythms,
    ]
    return { mark, reference: { rows, ...rest } satisfies Reference }
  })
  if (!news) return
  const text = JSON.stringify(news.reference)
  const name = referenceName(now(), text)
  const newest = (await backupStore.list(folders.reference)).at(-1)
  if (newest?.slice(-24) !== name.slice(-24))
    await putVerified(backupStore, name, await zipped(text))
  memory.reference = news.mark
}

async function copyPhotos(copying: Copying): Promise<Pick<Copied, 'photos' | 'troubles'>> {
  const { storage, backupStore, now } = copying
  const troubles: string[] = []
  let photos = 0
  for (let after = ''; ;) {
    const deposits = await storage.read((tx) => tx.depositsBehind(after, depositsPerSegment))
    if (deposits.length === 0) return { photos, troubles }
    after = deposits.at(-1)!.hash
    const fresh = [
      ...new Set(
        deposits.filter((deposit) => !deposit.isPhotoDurable).map((deposit) => deposit.hash),
      ),
    ]
    const left = new Set<PhotoHash>()
    for (let at = 0; at < fresh.length; at += photosAtOnce) {
      await Promise.all(
        fresh.slice(at, at + photosAtOnce).map(async (hash) => {
          const done = await copyPhoto(copying, hash)
          if (done === 'copied') photos++
          else left.add(hash)
          if (done !== 'copied' && done !== 'missing') troubles.push(done.trouble)
        }),
      )
    }
    const copied = deposits.filter((deposit) => !left.has(deposit.hash))
    if (copied.length === 0) continue
    const text = linesOf(copied.map(({ isPhotoDurable: _known, ...deposit }): Deposit => deposit))
    await putVerified(backupStore, segmentName(folders.deposits, now(), text), await zipped(text))
    await storage.write(async (tx) => {
      for (const { hash, memberId } of copied) {
        await tx.markPhotoDurable(hash, now())
        await tx.markDepositDurable(hash, memberId, now())
      }
    })
  }
}

/**
 * Bytes that are no longer what their name says are repaired, or asked for again from the phones;
 * they are never copied.
 */
async function copyPhoto(
  copying: Copying,
  hash: PhotoHash,
): Promise<'copied' | 'missing' | { trouble: string }> {
  const { photos, backupStore } = copying
  let bytes: Uint8Array | null
  try {
    bytes = await photos.read(hash)
  } catch (error) {
    return { trouble: String((error as { code?: string }).code ?? 'unreadable') }
  }
  if (!bytes || sha256Of(bytes) !== hash)
    return (await repairPhoto(copying, hash)) === 'repaired' ? 'copied' : 'missing'
  const name = photoName(hash)
  const there = await backupStore.get(name)
  if (!there || sha256Of(there) !== hash) await putVerified(backupStore, name, bytes)
  return 'copied'
}
