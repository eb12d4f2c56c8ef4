// Where each chain of the audit trail had come to and how many rows there were, noted outside the
// database and signed with a key that lies outside it too (auditKey.ts): whoever can alter the
// database cannot make it forget. Beside the heads stands what members were that no link tells of,
// those of the first run. What was noted once is never taken back by what the database says later;
// only a new epoch begins a new note. One note lies in the data folder, one for each node in the
// backup.
import { createHash, randomUUID } from 'node:crypto'
import type { Instant } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { type AuditKey, sealWith } from './auditKey.ts'
import { writePeriodically } from '../jobs/writePeriodically.ts'
import { folderStore } from '../objectStore/folderStore.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import { adminChain, type AuditChain } from '../storage/port/audit.ts'
import type { ReadTx, Storage } from '../storage/port/storage.ts'

export interface AuditCopy {
  epoch: string
  heads: Record<string, [seq: number, hash: string]>
  /** Hashes of what a member may do. */
  members: Record<string, string>
  /** How many there were of what never becomes fewer. */
  counts: Record<string, number>
  /** When this note was begun. */
  since: Instant
  /** Of the data folder it is kept in. */
  node: string
  keyId: string
  /** What the server found when it came to its own note. */
  doubts: CopyDoubt[]
}

export type CopyDoubt = 'copyAltered' | 'copyMissing'

/** `otherKey`: signed with a key that is not this node's, so nothing can be said of it. */
export type ReadCopy = { is: 'sound'; copy: AuditCopy } | { is: 'missing' | 'altered' | 'otherKey' }

export const copyName = 'audit-heads.json'
export const copiesFolder = 'audit-heads/'
/** Counting walks through every row. */
const countEveryMs = 3_600_000
const sealedNote = 'rowsSealed'

export const powersOf = ({
  roles,
  gridIds,
  isActive,
}: Pick<Member, 'roles' | 'gridIds' | 'isActive'>): string =>
  createHash('sha256').update(canonicalJson({ roles, gridIds, isActive })).digest('hex')

const signed = (copy: AuditCopy, key: AuditKey): string =>
  JSON.stringify({ ...copy, mac: key.sign(canonicalJson(copy)) })

export async function readAuditCopy(
  backupStore: Pick<ObjectStore, 'get'>,
  name: string,
  key: AuditKey | null,
): Promise<ReadCopy> {
  const bytes = await backupStore.get(name)
  if (!bytes) return { is: 'missing' }
  let found: AuditCopy & { mac?: string }
  try {
    found = JSON.parse(Buffer.from(bytes).toString('utf8')) as AuditCopy
  } catch {
    return { is: 'altered' }
  }
  const { mac, ...copy } = found
  if (typeof copy.keyId === 'string' && copy.keyId !== key?.id) return { is: 'otherKey' }
  return key && mac === key.sign(canonicalJson(copy)) ? { is: 'sound', copy } : { is: 'altered' }
}

export const readOwnCopy = (dataFolder: string, key: AuditKey | null): Promise<ReadCopy> =>
  readAuditCopy(folderStore(dataFolder), copyName, key)

/** What each member may do as the last link about them says. */
export async function auditedPowers(tx: ReadTx): Promise<Map<string, string>> {
  const powers = new Map<string, string>()
  for (let after = 0; ;) {
    const links = await tx.auditLinks(adminChain, after, 500)
    for (const { action, row, detail } of links) {
      if ((action === 'memberAdded' || action === 'memberAltered') && row)
        powers.set(row, powersOf(detail as unknown as Member))
    }
    if (links.length < 500) return powers
    after = links.at(-1)!.seq
  }
}

export async function isOnChain(
  tx: ReadTx,
  chain: AuditChain,
  [seq, hash]: [number, string],
): Promise<boolean> {
  if (seq === 0) return true
  const [link] = await tx.auditLinks(chain, seq - 1, 1)
  return link?.seq === seq && link.hash === hash
}

/** Of two notes of one database, the further of each. */
function furthest(one: AuditCopy, other: AuditCopy): AuditCopy {
  const heads = { ...one.heads }
  for (const [chain, head] of Object.entries(other.heads))
    if (!heads[chain] || heads[chain][0] < head[0]) heads[chain] = head
  return {
    ...one,
    heads,
    counts: mostOf(one.counts, other.counts),
    members: { ...other.members, ...one.members },
    since: Math.min(one.since, other.since),
  }
}

const mostOf = (
  one: Record<string, number>,
  other: Record<string, number>,
): Record<string, number> =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])]
      .sort()
      .map((name) => [name, Math.max(one[name] ?? 0, other[name] ?? 0)]),
  )

interface Keeping {
  dataFolder: string
  backupStore: ObjectStore | null
  storage: Storage
  key: AuditKey
  now: () => Instant
  /** Nobody else keeps a note of this database in a folder of their own. */
  isOnly: boolean
}

/** Gives every row its seal: after an update, and where there is another key. */
async function sealRows({ storage, key }: Keeping): Promise<void> {
  const seal = sealWith(key)
  for (let after: Parameters<ReadTx['sealedRows']>[0] = null; ;) {
    const rows = await storage.read((tx) => tx.sealedRows(after, 500))
    if (rows.length === 0) break
    await storage.write(async (tx) => {
      for (const row of rows) await tx.putSeal(row, seal(row))
    })
    after = rows.at(-1)!
  }
}

/** Seals what has no seal, writes the note at once, and again whenever there is news. */
export async function keepAuditCopy(keeping: Keeping): Promise<{ close(): Promise<void> }> {
  const { dataFolder, backupStore, storage, key, now } = keeping
  let written: AuditCopy | null = null
  let countedAt = -Infinity
  const atStart = await readOwnCopy(dataFolder, key)
  // Told by the database after the note was written: where it tells so and the note is gone,
  // somebody took it away.
  const [sealedWith, epochAtStart] = await storage.read(
    async (tx) => [await tx.note(sealedNote), await tx.epoch()] as const,
  )
  const isToldHere = atStart.is === 'sound' && atStart.copy.epoch === epochAtStart
  if (!isToldHere && sealedWith !== key.id) await sealRows(keeping)
  const hasLost = atStart.is === 'missing' && keeping.isOnly && sealedWith === key.id

  /**
   * The own one; where it is gone or no longer what it was, that is remembered, and what is known
   * otherwise goes on.
   */
  const known = async (): Promise<{ copy: AuditCopy | null; doubts: CopyDoubt[] }> => {
    const read = await readOwnCopy(dataFolder, key)
    if (read.is === 'sound') return { copy: read.copy, doubts: [] }
    if (written)
      return { copy: written, doubts: [read.is === 'missing' ? 'copyMissing' : 'copyAltered'] }
    const others = backupStore ? await copiesIn(backupStore, key).catch(() => []) : []
    const epoch = await storage.read((tx) => tx.epoch())
    const elsewhere = others.flatMap(({ read: each }) =>
      each.is === 'sound' && each.copy.epoch === epoch ? [each.copy] : [],
    )
    const copy =
      elsewhere.length > 0
        ? { ...elsewhere.reduce(furthest), node: randomUUID(), doubts: [] }
        : null
    return {
      copy,
      doubts: read.is === 'altered' ? ['copyAltered'] : hasLost ? ['copyMissing'] : [],
    }
  }

  const nextCopy = async (tx: ReadTx, before: AuditCopy | null): Promise<AuditCopy> => {
    const epoch = await tx.epoch()
    const same = before?.epoch === epoch ? before : null
    const heads: AuditCopy['heads'] = { ...same?.heads }
    for (const { chain, seq, hash } of await tx.auditHeads()) {
      const noted = heads[chain]
      if (noted?.[0] === seq || (noted && !(await isOnChain(tx, chain, noted)))) continue
      heads[chain] = [seq, hash]
    }
    const isCounting = !same || now() - countedAt >= countEveryMs
    if (isCounting) countedAt = now()
    const counts = isCounting ? mostOf(same?.counts ?? {}, await tx.counts()) : same.counts
    const rest = {
      epoch,
      heads,
      counts,
      keyId: key.id,
      node: before?.node ?? randomUUID(),
      doubts: same?.doubts ?? [],
    }
    if (same) return { ...rest, members: same.members, since: same.since }
    const audited = await auditedPowers(tx)
    const untold = (await tx.rows('member')).filter(({ id }) => !audited.has(id))
    return {
      ...rest,
      members: Object.fromEntries(untold.map(({ id, f }) => [id, powersOf(f)])),
      since: now(),
    }
  }

  const note = await writePeriodically(
    async () => {
      const { copy, doubts } = await known()
      const next = await storage.read((tx) => nextCopy(tx, copy))
      written = { ...next, doubts: [...new Set([...next.doubts, ...doubts])] }
      return signed(written, key)
    },
    async (text) => {
      await folderStore(dataFolder).put(copyName, Buffer.from(text))
      // One that is out of reach gets the next.
      await backupStore
        ?.put(`${copiesFolder}${written!.node}.json`, Buffer.from(text))
        .catch(() => undefined)
    },
  )
  if (sealedWith !== key.id) await storage.write((tx) => tx.putNote(sealedNote, key.id))
  return note
}

/** The notes of all nodes that lie in the backup. */
export async function copiesIn(
  backupStore: ObjectStore,
  key: AuditKey | null,
): Promise<{ name: string; read: ReadCopy }[]> {
  const found: { name: string; read: ReadCopy }[] = []
  for (const name of await backupStore.list(copiesFolder))
    found.push({ name, read: await readAuditCopy(backupStore, name, key) })
  return found
}
