// What a failed IndexedDB transaction means for the person. Dexie hides QuotaExceededError inside an AbortError.
import { type Fault, fault } from '#domain/fault.ts'

export function storageFault(error: unknown): Fault {
  for (let each = error as { name?: string; inner?: unknown } | undefined; each; each = each.inner as typeof each) {
    if (each.name === 'QuotaExceededError') return fault('storageFull')
    if (each === each.inner) break
  }
  return fault('storageLost')
}
