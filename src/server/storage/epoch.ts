// One life of the database: what it is called, and whether it has begun.
import { webcrypto } from 'node:crypto'
import type { Instant } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { SqlSession } from './sql/sqlDriver.ts'

export const newEpoch = (now: Instant): string => newId(now, webcrypto)

/** Nothing was ever written into it but its shape. */
export const isNew = async (session: SqlSession): Promise<boolean> =>
  (await session.first('SELECT id FROM row_state LIMIT 1')) === undefined
