// Where ways to sign in came from, in SQL.
import type { DeviceId } from '#domain/ids.ts'
import type { CredentialReads, CredentialWrites } from '../port/credentials.ts'
import type { SqlSession } from './sqlDriver.ts'

export const credentialReads = (session: SqlSession): CredentialReads => ({
  deviceOfCredential: async (kind, id) =>
    (
      await session.first<{ device_id: DeviceId }>(
        'SELECT device_id FROM credential WHERE kind = ? AND id = ?',
        [kind, id],
      )
    )?.device_id,
})

export const credentialWrites = (session: SqlSession): CredentialWrites => ({
  putCredential: (kind, id, device) =>
    session.run(
      'INSERT INTO credential (kind, id, device_id) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET device_id = excluded.device_id',
      [kind, id, device],
    ),
})
