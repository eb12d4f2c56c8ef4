// The last number saved and the last words typed, in a second store beside IndexedDB: what notices a database that lost its tail,
// and what holds a form when the database cannot.
import type { MemberId } from '#domain/ids.ts'
import type { Draft } from './draft.ts'
import type { LastSaved } from './losses.ts'
import type { Waiting } from './phone.ts'

export type SecondStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const savedKey = (memberId: MemberId): string => `gridwalk.lastSaved.${memberId}`
const waitingKey = (memberId: MemberId): string => `gridwalk.waiting.${memberId}`
const draftKey = (memberId: MemberId): string => `gridwalk.draft.${memberId}`

export function readLastSaved(local: SecondStore, memberId: MemberId): LastSaved | null {
  const [n, install] = (local.getItem(savedKey(memberId)) ?? '').split(' ')
  return Number(n) > 0 && install ? { n: Number(n), install } : null
}

/** A second store that is full or refused takes nothing from the first. */
export const writeLastSaved = (local: SecondStore, memberId: MemberId, { n, install }: LastSaved): void =>
  tryTo(() => local.setItem(savedKey(memberId), `${n} ${install}`))

/** How much had not left this phone when it was last counted: what clearing its data has cost. */
export const writeWaiting = (local: SecondStore, memberId: MemberId, { changes, photos }: Pick<Waiting, 'changes' | 'photos'>): void =>
  tryTo(() => local.setItem(waitingKey(memberId), `${changes} ${photos}`))

export function readWaiting(local: SecondStore, memberId: MemberId): Pick<Waiting, 'changes' | 'photos'> {
  const [changes, photos] = (local.getItem(waitingKey(memberId)) ?? '').split(' ').map(Number)
  return { changes: changes || 0, photos: photos || 0 }
}

export const forgetLastSaved = (local: SecondStore, memberId: MemberId): void => {
  for (const key of [savedKey, waitingKey]) local.removeItem(key(memberId))
}

/** The form that is open, as text. One is enough: there is one form open at a time. */
export const keepDraftAside = (local: SecondStore, memberId: MemberId, draft: Draft): void =>
  tryTo(() => local.setItem(draftKey(memberId), JSON.stringify(draft)))

/** Of this kind and purpose; it is newer than what the database has, or it would not be there. */
export function draftAside(local: SecondStore, memberId: MemberId, { kind, amends, ofCase }: Pick<Draft, 'kind' | 'amends' | 'ofCase'>): Draft | null {
  try {
    const draft = JSON.parse(local.getItem(draftKey(memberId)) ?? 'null') as Draft | null
    return draft?.kind === kind && draft.amends === amends && draft.ofCase === ofCase ? draft : null
  } catch {
    return null
  }
}

export const dropDraftAside = (local: SecondStore, memberId: MemberId): void => local.removeItem(draftKey(memberId))

function tryTo(write: () => void): void {
  try {
    write()
  } catch (error) {
    console.warn('second store', error)
  }
}
