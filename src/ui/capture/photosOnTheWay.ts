// How many photos a form has taken over that do not lie in its draft. The tab remembers it: a page that has to be loaded again in the
// midst of it (state/useStorageTrouble.ts) still says that they did not get in.

const key = 'gridwalk.photosOnTheWay'

interface Note {
  /** What the form is for: a page that comes up again has the same purpose, and as yet no draft that it could be known by. */
  purpose: string
  /** Photos in the draft when these were taken over. */
  before: number
  taken: number
}

type TabStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const read = (tab: TabStore): Note | null => JSON.parse(tab.getItem(key) ?? 'null') as Note | null

/** @param inDraft how many photos the draft holds now. */
export function takeOver(tab: TabStore, purpose: string, inDraft: number, count: number): void {
  const known = read(tab)
  const note = known?.purpose === purpose ? { ...known, taken: known.taken + count } : { purpose, before: inDraft, taken: count }
  tab.setItem(key, JSON.stringify(note))
}

/** What was taken over is in the draft, but for these. */
export function tookIn(tab: TabStore, purpose: string, inDraft: number, refused: number): void {
  if (refused === 0) tab.removeItem(key)
  else tab.setItem(key, JSON.stringify({ purpose, before: inDraft, taken: refused } satisfies Note))
}

/** The form has ended: what did not get in belongs to nothing any more. */
export function forgetOnTheWay(tab: TabStore, purpose: string): void {
  if (read(tab)?.purpose === purpose) tab.removeItem(key)
}

/** Asked once by the form that comes up: how many of an earlier page's photos are not in its draft. */
export function missingOf(tab: TabStore, purpose: string, inDraft: number): number {
  const note = read(tab)
  return note?.purpose === purpose ? Math.max(0, note.taken - Math.max(0, inDraft - note.before)) : 0
}
