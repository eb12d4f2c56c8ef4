// Sessions, passwords and passkeys from before they named the device they came from.
import type { SqlSession } from '../storage/sql/sqlDriver.ts'

const oldestDevice = (user: string): string =>
  `(SELECT d.id FROM device d JOIN "user" u ON u."memberId" = d.member_id WHERE u.id = ${user} AND d.revoked_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM wipe w WHERE w.device_id = d.id) ORDER BY d.created_at, d.id LIMIT 1)`

/** The member's oldest device stands in for it, and where there is none they end. */
export async function adoptSessions(session: SqlSession): Promise<void> {
  await session.run(
    `UPDATE "session" SET "deviceId" = ${oldestDevice('"session"."userId"')} WHERE "deviceId" IS NULL`,
  )
  await session.run('DELETE FROM "session" WHERE "deviceId" IS NULL')
  for (const [kind, id, table, where] of [
    ['password', '"userId"', '"account"', `c."providerId" = 'credential'`],
    ['passkey', 'id', '"passkey"', '1 = 1'],
  ] as const) {
    await session.run(
      `INSERT INTO credential (kind, id, device_id) SELECT '${kind}', c.${id}, ${oldestDevice('c."userId"')} FROM ${table} c
       WHERE ${where} AND ${oldestDevice('c."userId"')} IS NOT NULL ON CONFLICT (kind, id) DO NOTHING`,
    )
  }
}
