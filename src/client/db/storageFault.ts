// What a failed IndexedDB transaction means for the person. Dexie hides QuotaExceededError inside
// an AbortError.
import { type Fault, fault } from '#domain/fault.ts'
import { namesIn } from './connection.ts'
import { isDiskFull } from './storageHealth.ts'

const brokenOff = new Set([
  'AbortError',
  'TimeoutError',
  'TransactionInactiveError',
  'DatabaseClosedError',
])

/**
 * Why a database did not open. A question that was broken off, or never answered, says nothing of
 * what lies there. On a full disk Chromium opens no database, and says the same as of a damaged
 * one: nothing is damaged there, and no second one would open.
 */
export async function openingFault(error: unknown, isFull = isDiskFull): Promise<Fault> {
  const { code, detail } = storageFault(error)
  if (code !== 'storageLost') return fault(code, detail)
  const full = await isFull()
  if (full) return fault('storageFull')
  return full === null || brokenOff.has(namesIn(error).at(-1) ?? '')
    ? fault(code, { reason: 'noAnswer' })
    : fault(code, detail)
}

export function storageFault(error: unknown): Fault {
  const names = namesIn(error)
  if (names.includes('QuotaExceededError')) return fault('storageFull')
  return fault(names.includes('StorageEmptied') ? 'storageEmptied' : 'storageLost')
}
