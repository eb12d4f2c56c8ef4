// The last number saved and the last words typed, in a local fallback beside IndexedDB: what
// notices a database that lost its tail, and what holds a form when the database cannot.
import type { DraftId, MemberId } from '#domain/ids.ts'
import type { Draft, LastSaved, Waiting } from './tables.ts'

export type LocalFallback = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const savedKey = (memberId: MemberId): string => `gridwalk.lastSaved.${memberId}`
const waitingKey = (memberId: MemberId): string => `gridwalk.waiting.${memberId}`
const draftKey = (memberId: MemberId): string => `gridwalk.draft.${memberId}`

export function readLastSaved(local: LocalFallback, memberId: MemberId): LastSaved | null {
  const [n, install] = (local.getItem(savedKey(memberId)) ?? '').split(' ')
  return Number(n) > 0 && install ? { n: Number(n), install } : null
}

/** A local fallback that is full or refused takes nothing from the first. */
export const writeLastSaved = (
  local: LocalFallback,
  memberId: MemberId,
  { n, install }: LastSaved,
): void => tryTo(() => local.setItem(savedKey(memberId), `${n} ${install}`))

/** How much had not left this phone when it was last counted: what clearing its data has cost. */
export const writeWaiting = (
  local: LocalFallback,
  memberId: MemberId,
  { changes, photos, voice }: Pick<Waiting, 'changes' | 'photos' | 'voice'>,
): void => tryTo(() => local.setItem(waitingKey(memberId), `${changes} ${photos} ${voice}`))

export function readWaiting(
  local: LocalFallback,
  memberId: MemberId,
): Pick<Waiting, 'changes' | 'photos' | 'voice'> {
  const counted = (local.getItem(waitingKey(memberId)) ?? '').split(' ').map(Number)
  // An older app counted no voice notes.
  const [changes = 0, photos = 0, voice = 0] = counted.map((count) => count || 0)
  return { changes, photos, voice }
}

export const forgetLastSaved = (local: LocalFallback, memberId: MemberId): void => {
  for (const key of [savedKey, waitingKey]) local.removeItem(key(memberId))
}

/**
 * Forms that the database did not take, by their ids, each in the version its author saw: two pages
 * may have one open each.
 */
export const keepDraftAside = (local: LocalFallback, memberId: MemberId, draft: Draft): void =>
  tryTo(() =>
    local.setItem(
      draftKey(memberId),
      JSON.stringify({ ...draftsAside(local, memberId), [draft.id]: draft }),
    ),
  )

export function draftsAside(local: LocalFallback, memberId: MemberId): Record<string, Draft> {
  try {
    const kept = JSON.parse(local.getItem(draftKey(memberId)) ?? '{}') as
      Record<string, Draft> | Draft
    // An older app kept one form there, as it was.
    if (typeof kept.kind === 'string') return { [(kept as Draft).id]: kept as Draft }
    return Object.fromEntries(
      Object.entries(kept as Record<string, Draft>).filter(
        ([, draft]) => typeof draft?.kind === 'string',
      ),
    )
  } catch {
    return {}
  }
}

export function dropDraftAside(local: LocalFallback, memberId: MemberId, id: DraftId): void {
  const { [id]: gone, ...rest } = draftsAside(local, memberId)
  if (!gone) return
  if (Object.keys(rest).length === 0) local.removeItem(draftKey(memberId))
  else tryTo(() => local.setItem(draftKey(memberId), JSON.stringify(rest)))
}

/** The member leaves this phone for good. */
export const dropDraftsAside = (local: LocalFallback, memberId: MemberId): void =>
  local.removeItem(draftKey(memberId))

function tryTo(write: () => void): void {
  try {
    write()
  } catch (error) {
    console.warn('local fallback', error)
  }
}
