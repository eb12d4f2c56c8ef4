// Reads the audit trail from its beginning and says where it is not as it was written: a link
// altered, missing, moved or cut off, or a journal entry that is no longer the one that was
// accepted; then every row, and what was noted outside the database. Asked by routes/auditRoutes.ts
// and operations/commands/runVerifyAudit.ts.
import type { ClientId } from '#domain/ids.ts'
import type { RowType } from '#domain/row.ts'
import {
  type AuditCopy,
  auditedPowers,
  copiesIn,
  type CopyDoubt,
  copyName,
  isOnChain,
  powersOf,
  type ReadCopy,
  readOwnCopy,
} from './auditCopy.ts'
import { type AuditKey, sealWith } from './auditKey.ts'
import type { AuditedChange, PushedDetail } from './auditOfPush.ts'
import { digestOf } from './auditOfPush.ts'
import type { ObjectStore } from '../objectStore/objectStore.ts'
import {
  type AuditChain,
  type AuditHead,
  type AuditLink,
  clientLogChain,
} from '../storage/port/audit.ts'
import type { SealReads } from '../storage/port/seals.ts'
import { hashOfLink } from '../storage/sql/sqlAudit.ts'
import type { ReadTx, Storage } from '../storage/port/storage.ts'

export type AuditFlaw =
  /** `journal`: the link is sound, what it points at is not. */
  | { what: 'altered' | 'missing' | 'moved' | 'journal'; chain: AuditChain; seq: number }
  /** A member may do what no link gave them. */
  | { what: 'powers'; member: string }
  /** By type and id. */
  | { what: 'rowAltered' | 'rowMissing'; row: string }
  /**
   * Of this type, or of entries of the journal or of what was overwritten, there are fewer than
   * were noted.
   */
  | { what: 'fewer'; of: string; noted: number; found: number }
  /**
   * The note outside the database; `otherLife`: it is of another epoch, so nothing could be
   * compared with it.
   */
  | { what: CopyDoubt | 'otherLife'; copy: string }

export interface AuditReport {
  chains: number
  links: number
  rows: number
  /** When the oldest of the notes was begun; null where there is none. */
  notedSince: number | null
  /** False where whoever can alter the database can sign as well. */
  isKeyOutside: boolean
  flaws: AuditFlaw[]
}

/** What lies outside the database. */
export interface Outside {
  key: AuditKey | null
  copies: readonly { name: string; read: ReadCopy }[]
}

const linksPerRead = 500

export async function lookOutside(
  dataFolder: string,
  backupStore: ObjectStore | null,
  key: AuditKey | null,
): Promise<Outside> {
  const own = { name: copyName, read: await readOwnCopy(dataFolder, key) }
  if (!backupStore) return { key, copies: [own] }
  const there = (await copiesIn(backupStore, key)).map(({ name, read }) => ({
    name: `${backupStore.address}: ${name}`,
    read,
  }))
  return {
    key,
    copies: [
      own,
      ...(there.length > 0
        ? there
        : [{ name: backupStore.address, read: { is: 'missing' as const } }]),
    ],
  }
}

/** @param outside left out, the chains are compared with themselves alone. */
export async function verifyAudit(
  storage: Pick<Storage, 'read'>,
  outside: Outside | null = null,
): Promise<AuditReport> {
  const { heads, clientLogs } = await storage.read(async (tx) => ({
    heads: await tx.auditHeads(),
    clientLogs: await tx.auditedClientLogs(),
  }))
  const known = new Set(heads.map((head) => head.chain))
  const report: AuditReport = {
    chains: heads.length,
    links: 0,
    rows: 0,
    notedSince: null,
    isKeyOutside: outside?.key?.isOutside ?? false,
    flaws: [],
  }
  // A client log that has taken changes and has no chain had one.
  for (const { install } of clientLogs)
    if (!known.has(clientLogChain(install)))
      report.flaws.push({ chain: clientLogChain(install), seq: 0, what: 'missing' })
  for (const head of heads) await verifyChain(storage, head, report)
  if (!outside) return report
  if (outside.key) await verifyRows(storage, outside.key, report)
  for (const { name, read } of outside.copies)
    report.flaws.push(...(await storage.read((tx) => flawsIn(tx, name, read))))
  const since = outside.copies.flatMap(({ read }) => (read.is === 'sound' ? [read.copy.since] : []))
  return {
    ...report,
    notedSince: since.length > 0 ? Math.min(...since) : null,
    flaws: unique(report.flaws),
  }
}

/** Two notes find the same. */
const unique = (flaws: readonly AuditFlaw[]): AuditFlaw[] => [
  ...new Map(flaws.map((flaw) => [JSON.stringify(flaw), flaw])).values(),
]

async function flawsIn(tx: ReadTx, name: string, read: ReadCopy): Promise<AuditFlaw[]> {
  const isOwn = name === copyName
  // Another node's, with a key of its own: that node checks it.
  if (read.is === 'otherKey') return isOwn ? [{ what: 'copyAltered', copy: name }] : []
  if (read.is !== 'sound')
    return [{ what: read.is === 'missing' ? 'copyMissing' : 'copyAltered', copy: name }]
  const { copy } = read
  const doubts = copy.doubts.map((what): AuditFlaw => ({ what, copy: name }))
  if (copy.epoch === (await tx.epoch())) return [...doubts, ...(await againstCopy(tx, copy))]
  // Left in the backup by a node that is no more.
  return !isOwn && (await tx.previousEpochs()).includes(copy.epoch)
    ? doubts
    : [...doubts, { what: 'otherLife', copy: name }]
}

const rowName = ({ t, id }: { t: RowType; id: string }): string => `${t} ${id}`

async function verifyRows(
  storage: Pick<Storage, 'read'>,
  key: AuditKey,
  report: AuditReport,
): Promise<void> {
  const seal = sealWith(key)
  for (let after: Parameters<SealReads['sealedRows']>[0] = null; ;) {
    const rows = await storage.read((tx) => tx.sealedRows(after, linksPerRead))
    for (const row of rows)
      if (row.seal !== seal(row)) report.flaws.push({ what: 'rowAltered', row: rowName(row) })
    report.rows += rows.length
    if (rows.length < linksPerRead) break
    after = rows.at(-1)!
  }
  for (let after: Parameters<SealReads['creationsAfter']>[0] = null; ;) {
    const { entries, missing } = await storage.read(async (tx) => {
      const read = await tx.creationsAfter(after, linksPerRead)
      return {
        entries: read,
        missing: await missingOf(
          tx,
          read.flatMap(({ made }) => made ?? []),
        ),
      }
    })
    for (const row of missing) report.flaws.push({ what: 'rowMissing', row: rowName(row) })
    if (entries.length < linksPerRead) break
    after = entries.at(-1)!
  }
  for (const id of await storage.read((tx) => tx.halvesOfHistory()))
    report.flaws.push({ what: 'rowMissing', row: rowName({ t: 'history', id }) })
}

async function missingOf<R extends { t: RowType; id: string }>(
  tx: ReadTx,
  rows: readonly R[],
): Promise<R[]> {
  const there = new Set<string>()
  for (const t of new Set(rows.map((row) => row.t))) {
    for (const row of await tx.rowsOf(
      t,
      rows.filter((each) => each.t === t).map(({ id }) => id),
    ))
      there.add(rowName(row))
  }
  return rows.filter((row) => !there.has(rowName(row)))
}

async function againstCopy(tx: ReadTx, copy: AuditCopy): Promise<AuditFlaw[]> {
  const flaws: AuditFlaw[] = []
  const found = await tx.counts()
  for (const [of, noted] of Object.entries(copy.counts))
    if ((found[of] ?? 0) < noted) flaws.push({ what: 'fewer', of, noted, found: found[of] ?? 0 })
  for (const [chain, noted] of Object.entries(copy.heads)) {
    if (!(await isOnChain(tx, chain as AuditChain, noted)))
      flaws.push({ chain: chain as AuditChain, seq: noted[0], what: 'missing' })
  }
  const audited = await auditedPowers(tx)
  for (const { id, f } of await tx.rows('member')) {
    const told = audited.get(id) ?? copy.members[id]
    if (told !== powersOf(f)) flaws.push({ what: 'powers', member: id })
  }
  return flaws
}

async function verifyChain(
  storage: Pick<Storage, 'read'>,
  head: AuditHead,
  report: AuditReport,
): Promise<void> {
  const flaw = (seq: number, what: 'altered' | 'missing' | 'moved' | 'journal'): void =>
    void report.flaws.push({ chain: head.chain, seq, what })
  let [seq, previous] = [0, '']
  for (;;) {
    // Up to the head as it was first read: what is written meanwhile is for the next time.
    const links = (await storage.read((tx) => tx.auditLinks(head.chain, seq, linksPerRead))).filter(
      (link) => link.seq <= head.seq,
    )
    for (const link of links) {
      if (link.seq !== seq + 1) flaw(seq + 1, 'missing')
      else if (link.previous !== previous) flaw(link.seq, 'moved')
      if (hashOfLink(link) !== link.hash) flaw(link.seq, 'altered')
      if (link.action === 'pushed' && !(await storage.read((tx) => isInJournal(tx, link))))
        flaw(link.seq, 'journal')
      ;[seq, previous] = [link.seq, link.hash]
      report.links++
    }
    if (links.length < linksPerRead) break
  }
  if (seq < head.seq) flaw(head.seq, 'missing')
  else if (previous !== head.hash) flaw(head.seq, 'altered')
}

async function isInJournal(tx: ReadTx, { chain, detail }: AuditLink): Promise<boolean> {
  const { changes, digest } = detail as PushedDetail
  const install = chain.slice(clientLogChain('' as ClientId).length) as ClientId
  const numbers = changes.map(([n]) => n)
  const entries = new Map(
    (await tx.journal(install, Math.min(...numbers), Math.max(...numbers))).map((entry) => [
      entry.n,
      entry,
    ]),
  )
  const found = changes.flatMap(([n]: AuditedChange) => entries.get(n) ?? [])
  return digestOf(found) === digest
}
