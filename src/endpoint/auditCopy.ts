// Where each chain of the audit trail had come to, noted outside the database: whoever can alter the database cannot make it forget.
// Beside the heads stands what members were that no link tells of, those of the first run. What was noted once is never taken back by
// what the database says later; only a new epoch begins a new note.
import { createHash } from 'node:crypto'
import type { Member } from '#domain/member.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { noteRegularly } from './noteRegularly.ts'
import { folderPlace } from './secondPlace/folderPlace.ts'
import type { SecondPlace } from './secondPlace/secondPlace.ts'
import { adminChain, type AuditChain } from './storage/audit.ts'
import type { ReadTx, Storage } from './storage/storage.ts'

export interface AuditCopy {
  epoch: string
  heads: Record<string, [seq: number, hash: string]>
  /** Hashes of what a member may do. */
  members: Record<string, string>
}

const name = 'audit-heads.json'

export const powersOf = ({ roles, gridIds, isActive }: Pick<Member, 'roles' | 'gridIds' | 'isActive'>): string =>
  createHash('sha256').update(canonicalJson({ roles, gridIds, isActive })).digest('hex')

export async function readAuditCopy(dataFolder: string): Promise<AuditCopy | null> {
  const bytes = await folderPlace(dataFolder).get(name)
  return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as AuditCopy)
}

/** What each member may do as the last link about them says. */
export async function auditedPowers(tx: ReadTx): Promise<Map<string, string>> {
  const powers = new Map<string, string>()
  for (let after = 0; ; ) {
    const links = await tx.auditLinks(adminChain, after, 500)
    for (const { action, row, detail } of links) {
      if ((action === 'memberAdded' || action === 'memberAltered') && row) powers.set(row, powersOf(detail as unknown as Member))
    }
    if (links.length < 500) return powers
    after = links.at(-1)!.seq
  }
}

async function nextCopy(tx: ReadTx, known: AuditCopy | null): Promise<AuditCopy> {
  const epoch = await tx.epoch()
  const before = known?.epoch === epoch ? known : null
  const heads: AuditCopy['heads'] = { ...before?.heads }
  for (const { chain, seq, hash } of await tx.auditHeads()) {
    const noted = heads[chain]
    if (noted?.[0] === seq || (noted && !(await isOnChain(tx, chain, noted)))) continue
    heads[chain] = [seq, hash]
  }
  if (before) return { epoch, heads, members: before.members }
  const audited = await auditedPowers(tx)
  const untold = (await tx.rows('member')).filter(({ id }) => !audited.has(id))
  return { epoch, heads, members: Object.fromEntries(untold.map(({ id, f }) => [id, powersOf(f as unknown as Member)])) }
}

export async function isOnChain(tx: ReadTx, chain: AuditChain, [seq, hash]: [number, string]): Promise<boolean> {
  if (seq === 0) return true
  const [link] = await tx.auditLinks(chain, seq - 1, 1)
  return link?.seq === seq && link.hash === hash
}

export function keepAuditCopy(dataFolder: string, place: SecondPlace | null, storage: Storage): Promise<{ close(): Promise<void> }> {
  const next = async (): Promise<string> => {
    const known = await readAuditCopy(dataFolder)
    return JSON.stringify(await storage.read((tx) => nextCopy(tx, known)))
  }
  return noteRegularly(next, async (text) => {
    await folderPlace(dataFolder).put(name, Buffer.from(text))
    // One that is out of reach gets the next.
    await place?.put(name, Buffer.from(text)).catch(() => undefined)
  })
}
