// Suspected client logs and attempts in SQL.
import type { AttemptWrites } from '../port/attempts.ts'
import type { SqlSession } from './sqlDriver.ts'

export const attemptWrites = (session: SqlSession): AttemptWrites => ({
  suspect: async (install, deviceId, to) => {
    await session.run(
      'INSERT INTO stream (install, device_id, last_n) VALUES (?, ?, 0) ON CONFLICT (install) DO NOTHING',
      [install, deviceId],
    )
    await session.run(
      'UPDATE stream SET suspect_to = ? WHERE install = ? AND (suspect_to IS NULL OR suspect_to < ?)',
      [to, install, to],
    )
  },
  clearSuspect: (install) =>
    session.run('UPDATE stream SET suspect_to = NULL WHERE install = ?', [install]),
  beginAttempt: async (install, n) => {
    await session.run(
      'INSERT INTO attempt (install, n, attempts) VALUES (?, ?, 1) ON CONFLICT (install, n) DO UPDATE SET attempts = attempt.attempts + 1',
      [install, n],
    )
    const record = await session.first<{ attempts: number }>(
      'SELECT attempts FROM attempt WHERE install = ? AND n = ?',
      [install, n],
    )
    return Number(record!.attempts)
  },
  endAttempt: (install, n) =>
    session.run('DELETE FROM attempt WHERE install = ? AND n = ?', [install, n]),
})
