// The key that signs what must not be altered unseen: rows (storage/port/seals.ts) and the note of
// the audit trail (auditCopy.ts). It lies outside the database, so that who can alter the database
// alone cannot sign. From GRIDWALK_SECRET, the same on every node; else in a file of the data
// folder. Nodes on PostgreSQL without a common secret share nothing but the database: there it lies
// inside, and `isOutside` says so.
import { createHash, createHmac } from 'node:crypto'
import type { Options } from '../settings/options.ts'
import { keptKey, readKeptKey } from '../auth/sessionSecret.ts'
import type { RowText, SealRow } from '../storage/port/seals.ts'
import type { SqlDriver } from '../storage/sql/sqlDriver.ts'

export interface AuditKey {
  /** Tells keys apart and gives nothing away. */
  id: string
  isOutside: boolean
  sign(text: string): string
}

const names = { file: 'audit-secret', meta: 'auditSecret' } as const

type KeyOptions = Pick<Options, 'dataFolder'> & Partial<Pick<Options, 'secret'>>

function auditKeyOf(secret: string, isOutside: boolean): AuditKey {
  const key = createHmac('sha256', secret).update('gridwalk audit').digest()
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url')
  return { id: createHash('sha256').update(sign('id')).digest('hex').slice(0, 16), isOutside, sign }
}

/** Made where there is none yet. */
export async function openAuditKey(
  driver: SqlDriver,
  { secret, dataFolder }: KeyOptions,
): Promise<AuditKey> {
  return auditKeyOf(secret ?? (await keptKey(driver, dataFolder, names)), isOutside(driver, secret))
}

/** Null where there is none. */
export async function readAuditKey(
  driver: SqlDriver,
  { secret, dataFolder }: KeyOptions,
): Promise<AuditKey | null> {
  const known = secret ?? (await readKeptKey(driver, dataFolder, names))
  return known === null ? null : auditKeyOf(known, isOutside(driver, secret))
}

const isOutside = ({ dialect }: SqlDriver, secret: string | undefined): boolean =>
  secret !== undefined || dialect !== 'postgres'

export const sealWith =
  (key: Pick<AuditKey, 'sign'>): SealRow =>
  ({ t, id, v, fv, f }: RowText) =>
    key.sign(JSON.stringify([t, id, v, fv, f]))
