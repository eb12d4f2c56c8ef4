// What a failed IndexedDB transaction means for the person. Dexie hides QuotaExceededError inside an AbortError.
import { type Fault, fault } from '#domain/fault.ts'
import { namesIn } from './connection.ts'

export function storageFault(error: unknown): Fault {
  const names = namesIn(error)
  if (names.includes('QuotaExceededError')) return fault('storageFull')
  return fault(names.includes('StorageEmptied') ? 'storageEmptied' : 'storageLost')
}
