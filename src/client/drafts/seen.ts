// What an author saw of a report when they altered it. Three are compared: what they saw, what they
// made of it, and what is there now; so only what they altered is sent, with the versions they saw,
// and what others did meanwhile stays.
import { type Attachment, type AttachmentField, attachmentFields } from '#domain/attachment.ts'
import { readField } from '#domain/readField.ts'
import type { ReportId } from '#domain/ids.ts'
import type { Report } from '#domain/report.ts'
import { applyPending } from '#records/applyPending.ts'
import type { Fields } from '#domain/row.ts'
import { canonicalJson } from '#protocol/canonicalJson.ts'
import { type CacheDb, cachedRow } from '../db/cacheDb.ts'
import type { CaptureDb } from '../db/captureDb.ts'
import type { DraftWords, Seen } from '../db/tables.ts'
import { ownFields } from './ownFields.ts'

/** Altered by the author and by somebody else, each in their own way. */
export interface Clash {
  /** One thing to a person: the place is a place and a position. */
  fields: string[]
  mine: Fields
  theirs: Fields
}

/** Null where this phone does not have the report. */
export async function lookAt(
  capture: CaptureDb,
  cache: CacheDb,
  id: ReportId,
): Promise<Seen | null> {
  const [row, entries] = await Promise.all([
    cachedRow(cache, 'report', id),
    capture.outbox.where('row').equals(id).sortBy('n'),
  ])
  const report = applyPending(row ?? null, entries)?.f
  if (!report) return null
  return { ...seenOf(report), fv: row?.fv ?? null, own: ownFields(entries) }
}

/** Of a report whose versions nobody knows. */
export const seenOf = ({ note, placeId, position, photos, voice, body, standing }: Report): Seen =>
  structuredClone({ note, placeId, position, photos, voice, body, standing, fv: null, own: [] })

/** The versions to send with a change of these fields. */
export const baseOf = (
  { fv, own }: Pick<Seen, 'fv' | 'own'>,
  fields: readonly string[],
): Record<string, number> | undefined => {
  const known = fv
    ? fields
        .filter((field) => !own.includes(field))
        .map((field): [string, number] => [field, fv[field] ?? 1])
    : []
  return known.length > 0 ? Object.fromEntries(known) : undefined
}

const placeFields = ['placeId', 'position']
const asFields = (each: object): Fields => each as Fields
const same = (a: unknown, b: unknown): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null)
const pick = (from: object, fields: readonly string[]): Fields =>
  Object.fromEntries(fields.map((field) => [field, readField(asFields(from), field)]))
/** A photo that was given another role is taken out and put in again. */
const attachmentKey = (each: Attachment): string =>
  'role' in each ? `${each.hash} ${each.role}` : each.hash
const without = <A extends Attachment>(
  these: readonly A[] = [],
  others: readonly A[] = [],
): A[] => {
  const known = new Set(others.map(attachmentKey))
  return these.filter((each) => !known.has(attachmentKey(each)))
}
/** What of `these` is not in `others`, by the field it lies in; undefined where nothing is. */
const beyond = (
  these: Pick<DraftWords, AttachmentField>,
  others: Pick<DraftWords, AttachmentField>,
): { [field in AttachmentField]?: Attachment[] } | undefined => {
  const found = attachmentFields
    .map((field) => [field, without<Attachment>(these[field], others[field])] as const)
    .filter(([, list]) => list.length > 0)
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

const groupsOf = (...of: readonly { body: object }[]): string[][] => [
  ['note'],
  placeFields,
  ...[...new Set(of.flatMap(({ body }) => Object.keys(body)))].map((key) => [`body.${key}`]),
]

function put(into: Pick<DraftWords, 'body'>, values: Fields): void {
  for (const [field, value] of Object.entries(values)) {
    const [head, tail] = field.split('.') as [string, string | undefined]
    if (tail === undefined) asFields(into)[head] = value
    else into.body = { ...into.body, [tail]: value }
  }
}

/** Of attachments, by their fields: those put in, and the hashes of those taken out. */
export interface Moved {
  put?: Record<string, Attachment[]>
  taken?: Record<string, string[]>
}

/** What the author made of it: the fields they set, what they put in and took out. */
export function alterations(words: DraftWords, seen: Seen): { set: Fields } & Moved {
  const fields = groupsOf(seen, words)
    .flat()
    .filter((field) => !same(readField(asFields(words), field), readField(asFields(seen), field)))
  const set = Object.fromEntries(
    fields.map((field) => [field, readField(asFields(words), field) ?? null]),
  )
  const [put, taken] = [beyond(words, seen), beyond(seen, words)]
  const hashes = Object.entries(taken ?? {}).map(([field, list]) => [
    field,
    list.map(({ hash }) => hash),
  ])
  return {
    set,
    ...(put ? { put } : {}),
    ...(taken ? { taken: Object.fromEntries(hashes) as Record<string, string[]> } : {}),
  }
}

export function isAltered(words: DraftWords, seen: Seen): boolean {
  const { set, put: added, taken } = alterations(words, seen)
  return Object.keys(set).length > 0 || added !== undefined || taken !== undefined
}

/**
 * The form after the report has moved on: untouched fields are as they are now, the author's own
 * stay theirs, and where both altered one it is a clash.
 */
export function moveOn<W extends DraftWords>(
  words: W,
  seen: Seen,
  now: Seen,
): { words: W; seen: Seen; clashes: Clash[] } {
  const moved = { ...words, body: { ...words.body } }
  const base: Seen = { ...now, body: { ...now.body }, fv: now.fv && { ...now.fv } }
  const clashes: Clash[] = []
  for (const fields of groupsOf(seen, words, now)) {
    const [was, mine, theirs] = [pick(seen, fields), pick(words, fields), pick(now, fields)]
    if (same(mine, was)) put(moved, theirs)
    else if (!same(theirs, was) && !same(mine, theirs)) {
      clashes.push({ fields, mine, theirs })
      // Until the person has chosen, it counts as not seen.
      put(base, was)
      if (base.fv) for (const field of fields) base.fv[field] = seen.fv?.[field] ?? 1
    }
  }
  const elementsMoved = <A extends Attachment>(
    mine: readonly A[] = [],
    was: readonly A[] = [],
    theirs: readonly A[] = [],
  ): A[] => {
    const kept = without(theirs, without(was, mine))
    return [...kept, ...without(without(mine, was), kept)]
  }
  moved.photos = elementsMoved(words.photos, seen.photos, now.photos)
  const voice = elementsMoved(words.voice, seen.voice, now.voice)
  moved.voice = voice.length > 0 ? voice : undefined
  return { words: moved, seen: base, clashes }
}

/** The person has seen both and chosen. */
export function settle<W extends DraftWords>(
  words: W,
  seen: Seen,
  now: Seen,
  clash: Clash,
  choice: 'mine' | 'theirs',
): { words: W; seen: Seen } {
  const chosen = { ...words, body: { ...words.body } }
  const base: Seen = { ...seen, body: { ...seen.body }, fv: seen.fv && { ...seen.fv } }
  if (choice === 'theirs') put(chosen, clash.theirs)
  put(base, clash.theirs)
  if (base.fv) for (const field of clash.fields) base.fv[field] = now.fv?.[field] ?? 1
  return { words: chosen, seen: base }
}

/**
 * Of a form that an older app kept without it: nothing of what is there now counts as seen, and no
 * photo as taken out.
 */
export const unseen = (words: DraftWords, now: Seen): Seen => ({
  ...now,
  note: words.note === now.note ? now.note : '',
  photos: without(now.photos, without(now.photos, words.photos)),
  voice: without(now.voice, without(now.voice, words.voice)),
  ...(same(pick(words, placeFields), pick(now, placeFields))
    ? {}
    : { placeId: undefined, position: undefined }),
  body: Object.fromEntries(
    Object.entries(now.body).filter(([key, value]) => same(words.body[key], value)),
  ),
  fv: now.fv && {
    ...now.fv,
    ...Object.fromEntries(alteredFields(words, now).map((field) => [field, 0])),
  },
})

const alteredFields = (words: DraftWords, now: Seen): string[] =>
  Object.keys(alterations(words, now).set)
