// How many photos a form has taken over that do not lie in its draft. The tab remembers it: a page
// that has to be loaded again in the midst of it (state/useStorageTrouble.ts) still says that they
// did not get in.

interface Note {
  /** Photos in the draft when these were taken over. */
  before: number
  taken: number
}

type TabStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * By what the form is for: a page that comes up again has the same purpose, and as yet no draft
 * that it could be known by.
 */
const keyOf = (purpose: string): string => `gridwalk.photosOnTheWay ${purpose}`
const read = (tab: TabStore, purpose: string): Note | null =>
  JSON.parse(tab.getItem(keyOf(purpose)) ?? 'null') as Note | null
const write = (tab: TabStore, purpose: string, note: Note): void =>
  tab.setItem(keyOf(purpose), JSON.stringify(note))

/** @param inDraft how many photos the draft holds now. */
export function takeOver(tab: TabStore, purpose: string, inDraft: number, count: number): void {
  const known = read(tab, purpose)
  write(
    tab,
    purpose,
    known ? { ...known, taken: known.taken + count } : { before: inDraft, taken: count },
  )
}

/** What was taken over is in the draft, but for these. */
export function tookIn(tab: TabStore, purpose: string, inDraft: number, refused: number): void {
  if (refused === 0) forgetOnTheWay(tab, purpose)
  else write(tab, purpose, { before: inDraft, taken: refused })
}

/** These came beside what is on its way, from where they wait until they are in: nothing of it. */
export function cameBeside(tab: TabStore, purpose: string, count: number): void {
  const known = read(tab, purpose)
  if (known) write(tab, purpose, { ...known, before: known.before + count })
}

/** The form has ended: what did not get in belongs to nothing any more. */
export const forgetOnTheWay = (tab: TabStore, purpose: string): void =>
  tab.removeItem(keyOf(purpose))

/**
 * Asked once by the form that comes up: how many of an earlier page's photos are not in its draft.
 */
export function missingOf(tab: TabStore, purpose: string, inDraft: number): number {
  const note = read(tab, purpose)
  return note ? Math.max(0, note.taken - Math.max(0, inDraft - note.before)) : 0
}
