// The audit trail in SQL: three short statements a link. Nothing here alters or deletes one.
import { createHash } from 'node:crypto'
import type { ClientId } from '#domain/ids.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import type { AuditChain, AuditHead, AuditLink, AuditReads, AuditWrites } from '../port/audit.ts'
import type { SqlSession } from './sqlDriver.ts'

interface LinkRecord {
  chain: string
  seq: number
  at: number
  action: string
  actor: string | null
  device_id: string | null
  t: string | null
  row_id: string | null
  detail: string
  previous: string
  hash: string
}

/** Over everything but itself, the hash of the link before included. */
export const hashOfLink = ({ hash: _own, ...link }: AuditLink): string =>
  createHash('sha256').update(canonicalJson(link)).digest('hex')

const linkFrom = (record: LinkRecord): AuditLink => ({
  chain: record.chain as AuditChain,
  seq: Number(record.seq),
  at: Number(record.at),
  action: record.action as AuditLink['action'],
  actor: record.actor as AuditLink['actor'],
  ...(record.device_id === null
    ? {}
    : { device: record.device_id as NonNullable<AuditLink['device']> }),
  ...(record.t === null ? {} : { t: record.t }),
  ...(record.row_id === null ? {} : { row: record.row_id }),
  ...(record.detail === '' ? {} : { detail: JSON.parse(record.detail) as Record<string, unknown> }),
  previous: record.previous,
  hash: record.hash,
})

export const auditReads = (session: SqlSession): AuditReads => ({
  auditHeads: async () =>
    (await session.all<AuditHead>('SELECT chain, seq, hash FROM audit_chain ORDER BY chain')).map(
      (head) => ({ ...head, seq: Number(head.seq) }),
    ),
  auditLinks: async (chain, after, limit) =>
    (
      await session.all<LinkRecord>(
        'SELECT * FROM audit WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?',
        [chain, after, limit],
      )
    ).map(linkFrom),
  auditedClientLogs: async () =>
    (
      await session.all<{ install: string; last_n: number }>(
        'SELECT install, last_n FROM stream WHERE last_n > 0 ORDER BY install',
      )
    ).map((record) => ({ install: record.install as ClientId, last: Number(record.last_n) })),
})

export function auditWrites(session: SqlSession, forUpdate: string): AuditWrites {
  const headOf = (chain: AuditChain): Promise<AuditHead | undefined> =>
    session.first<AuditHead>(
      `SELECT chain, seq, hash FROM audit_chain WHERE chain = ?${forUpdate}`,
      [chain],
    )

  const lockedHead = async (chain: AuditChain): Promise<AuditHead> => {
    const known = await headOf(chain)
    if (known) return known
    await session.run(
      "INSERT INTO audit_chain (chain, seq, hash) VALUES (?, 0, '') ON CONFLICT (chain) DO NOTHING",
      [chain],
    )
    return (await headOf(chain))!
  }

  return {
    putAudit: async (chain, { at, action, actor, device, t, row, detail }) => {
      const head = await lockedHead(chain)
      const given = {
        ...(device ? { device } : {}),
        ...(t ? { t } : {}),
        ...(row ? { row } : {}),
        ...(detail ? { detail } : {}),
      }
      const open: AuditLink = {
        chain,
        seq: Number(head.seq) + 1,
        at,
        action,
        actor,
        ...given,
        previous: head.hash,
        hash: '',
      }
      const hash = hashOfLink(open)
      await session.run(
        `INSERT INTO audit
          (chain, seq, at, action, actor, device_id, t, row_id, detail, previous, hash)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          chain,
          open.seq,
          at,
          action,
          actor,
          device ?? null,
          t ?? null,
          row ?? null,
          detail ? JSON.stringify(detail) : '',
          open.previous,
          hash,
        ],
      )
      await session.run('UPDATE audit_chain SET seq = ?, hash = ? WHERE chain = ?', [
        open.seq,
        hash,
        chain,
      ])
    },
  }
}
