// The ledger on SQL: one row for each member and account.
import type { LedgerEntry, LedgerReads, LedgerWrites } from '../port/ledger.ts'
import type { SqlSession } from './sqlDriver.ts'

interface LedgerRecord {
  items: number
  bytes: number
  at: number
  told_at: number | null
}

const entryFrom = ({ items, bytes, at, told_at: toldAt }: LedgerRecord): LedgerEntry => ({
  items: Number(items),
  bytes: Number(bytes),
  at: Number(at),
  toldAt: toldAt === null ? null : Number(toldAt),
})

export const ledgerReads = (session: SqlSession): LedgerReads => ({
  ledgerEntry: async (member, account) => {
    const record = await session.first<LedgerRecord>(
      'SELECT items, bytes, at, told_at FROM ledger WHERE account = ? AND member_id = ?',
      [account, member],
    )
    return record && entryFrom(record)
  },
  ledgerBytes: async (account, { bytesPerMs, now }) => {
    const record = await session.first<{ bytes: number | null }>(
      `SELECT SUM(CASE WHEN bytes > CAST(? AS DOUBLE PRECISION) * (? - at)
         THEN bytes - CAST(? AS DOUBLE PRECISION) * (? - at) ELSE 0 END) AS bytes
       FROM ledger WHERE account = ?`,
      [bytesPerMs, now, bytesPerMs, now, account],
    )
    return Number(record?.bytes ?? 0)
  },
})

export const ledgerWrites = (session: SqlSession): LedgerWrites => ({
  lockLedger: async (member, account, now) =>
    // Writing a row as it is holds it on every engine, and brings it in the same question.
    entryFrom(
      (await session.first<LedgerRecord>(
        `INSERT INTO ledger (account, member_id, items, bytes, at) VALUES (?, ?, 0, 0, ?)
       ON CONFLICT (account, member_id) DO UPDATE SET at = ledger.at RETURNING items, bytes, at, told_at`,
        [account, member, now],
      ))!,
    ),
  putLedger: (member, account, { items, bytes, at, toldAt }) =>
    session.run(
      'UPDATE ledger SET items = ?, bytes = ?, at = ?, told_at = ? WHERE account = ? AND member_id = ?',
      [items, bytes, at, toldAt, account, member],
    ),
})
