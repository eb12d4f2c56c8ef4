// Reads the audit trail from its beginning and says where it is not as it was written: a link altered, missing, moved or cut off,
// or a journal entry that is no longer the one that was accepted. Asked by routes/auditRoutes.ts and commands/runVerifyAudit.ts.
import type { InstallId } from '#domain/ids.ts'
import type { Member } from '#domain/member.ts'
import { type AuditCopy, auditedPowers, isOnChain, powersOf } from './auditCopy.ts'
import type { AuditedChange, PushedDetail } from './auditOfPush.ts'
import { digestOf } from './auditOfPush.ts'
import { adminChain, type AuditChain, type AuditHead, type AuditLink, streamChain } from './storage/audit.ts'
import { hashOfLink } from './storage/sqlAudit.ts'
import type { ReadTx, Storage } from './storage/storage.ts'

export interface AuditFlaw {
  chain: AuditChain
  seq: number
  member?: string
  /** `journal`: the link is sound, what it points at is not. `powers`: a member may do what no link gave them. */
  what: 'altered' | 'missing' | 'moved' | 'journal' | 'powers'
}

export interface AuditReport {
  chains: number
  links: number
  flaws: AuditFlaw[]
}

const linksPerRead = 500

/** @param copy what was noted outside the database (auditCopy.ts). */
export async function verifyAudit(storage: Pick<Storage, 'read'>, copy: AuditCopy | null = null): Promise<AuditReport> {
  const { heads, streams } = await storage.read(async (tx) => ({ heads: await tx.auditHeads(), streams: await tx.auditedStreams() }))
  const known = new Set(heads.map((head) => head.chain))
  const report: AuditReport = { chains: heads.length, links: 0, flaws: [] }
  // A stream that has taken changes and has no chain had one.
  for (const { install } of streams) if (!known.has(streamChain(install))) report.flaws.push({ chain: streamChain(install), seq: 0, what: 'missing' })
  for (const head of heads) await verifyChain(storage, head, report)
  if (copy) report.flaws.push(...(await storage.read((tx) => againstCopy(tx, copy))))
  return report
}

async function againstCopy(tx: ReadTx, copy: AuditCopy): Promise<AuditFlaw[]> {
  if (copy.epoch !== (await tx.epoch())) return []
  const flaws: AuditFlaw[] = []
  for (const [chain, noted] of Object.entries(copy.heads)) {
    if (!(await isOnChain(tx, chain as AuditChain, noted))) flaws.push({ chain: chain as AuditChain, seq: noted[0], what: 'missing' })
  }
  const audited = await auditedPowers(tx)
  for (const { id, f } of await tx.rows('member')) {
    const told = audited.get(id) ?? copy.members[id]
    if (told !== powersOf(f as unknown as Member)) flaws.push({ chain: adminChain, seq: 0, what: 'powers', member: id })
  }
  return flaws
}

async function verifyChain(storage: Pick<Storage, 'read'>, head: AuditHead, report: AuditReport): Promise<void> {
  const flaw = (seq: number, what: AuditFlaw['what']): void => void report.flaws.push({ chain: head.chain, seq, what })
  let [seq, previous] = [0, '']
  for (;;) {
    // Up to the head as it was first read: what is written meanwhile is for the next time.
    const links = (await storage.read((tx) => tx.auditLinks(head.chain, seq, linksPerRead))).filter((link) => link.seq <= head.seq)
    for (const link of links) {
      if (link.seq !== seq + 1) flaw(seq + 1, 'missing')
      else if (link.previous !== previous) flaw(link.seq, 'moved')
      if (hashOfLink(link) !== link.hash) flaw(link.seq, 'altered')
      if (link.action === 'pushed' && !(await storage.read((tx) => isInJournal(tx, link)))) flaw(link.seq, 'journal')
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
  const install = chain.slice(streamChain('' as InstallId).length) as InstallId
  const numbers = changes.map(([n]) => n)
  const entries = new Map((await tx.journal(install, Math.min(...numbers), Math.max(...numbers))).map((entry) => [entry.n, entry]))
  const found = changes.flatMap(([n]: AuditedChange) => entries.get(n) ?? [])
  return digestOf(found) === digest
}
