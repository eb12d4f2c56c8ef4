// The difference between a report and its edited draft, as one change: only touched fields, photos as put in and taken out.
import type { Draft } from '#device/draft.ts'
import { readField } from '#domain/applyChange.ts'
import type { PatchChange } from '#domain/change.ts'
import type { Instant, MemberId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PhotoRef } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { Fields } from '#domain/row.ts'
import type { Step } from '#domain/step.ts'

type Amendment = Pick<PatchChange, 't' | 'row' | 'op' | 'set' | 'add' | 'remove' | 'step'>

export function amendment(report: Report, draft: Draft, by: MemberId, at: Instant): Amendment {
  const fields = ['note', 'placeId', 'position', ...new Set([...Object.keys(report.body), ...Object.keys(draft.body)].map((key) => `body.${key}`))]
  const set: Fields = {}
  for (const field of fields) {
    const value = readField(draft as unknown as Fields, field)
    const isAltered = JSON.stringify(value) !== JSON.stringify(readField(report as unknown as Fields, field))
    if (isAltered) set[field] = value ?? null
  }
  // A photo that was given another role is taken out and put in again.
  const key = ({ hash, role }: PhotoRef): string => `${hash} ${role}`
  const before = new Set(report.photos.map(key))
  const after = new Set(draft.photos.map(key))
  const put = draft.photos.filter((photo) => !before.has(key(photo)))
  const taken = report.photos.filter((photo) => !after.has(key(photo))).map((photo) => photo.hash)
  const step: Step | undefined =
    report.standing === 'returned' ? { id: newId<string>(at, crypto), type: 'amend', by, at, from: 'returned', to: 'reported' } : undefined
  return {
    t: 'report', row: report.id, op: 'patch',
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(put.length > 0 ? { add: { photos: put } } : {}),
    ...(taken.length > 0 ? { remove: { photos: taken } } : {}),
    ...(step ? { step } : {}),
  }
}
