// How a field is found by its path, and an element of a set by its key.
import { isAttachmentField } from './attachment.ts'
import { isBanned } from './fieldPolicy.ts'
import type { Fields } from './row.ts'

/** Reads `note` or `body.type`; one dot at most, and never a prototype key. */
export function readField(fields: Fields, path: string): unknown {
  const [head, tail, ...rest] = path.split('.')
  if (!head || rest.length || isBanned(path)) return undefined
  const value = Object.hasOwn(fields, head) ? fields[head] : undefined
  if (tail === undefined) return value
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, tail)) return undefined
  return (value as Fields)[tail]
}

/**
 * What an element of a set goes by: a photo or voice note by its bytes, whatever else it is called;
 * all others by their id.
 */
export const keyOf = (field: string, element: unknown): string => {
  const { id, hash } = (element ?? {}) as { id?: string; hash?: string }
  return (isAttachmentField(field) ? hash : id) ?? ''
}
