import { describe, expect, it } from 'vitest'
import type { Change, PatchChange } from '#domain/change.ts'
import type { ReportId } from '#domain/ids.ts'
import type { VoiceRef } from '#domain/voice.ts'
import { draftFrom, reportIn, stepContentIn, stepDraftFrom } from '#state/parkedDraft.ts'

const photo = {
  hash: 'a'.repeat(64),
  bytes: 9,
  width: 1,
  height: 1,
  role: 'near',
  takenAt: 1,
  thumb: { hash: 'b'.repeat(64), bytes: 3 },
}
const head = { id: 'c-1', n: 1, by: 'm-1', at: 7, schema: 1, t: 'report', row: 'r-1' }
const creation = (set: object): Change => ({ ...head, op: 'create', set }) as unknown as Change
const hazard = {
  kind: 'hazard',
  note: '灯不亮',
  photos: [photo],
  placeId: 'p-1',
  capturedAt: 42,
  body: { type: 'light_out', severity: 'minor', tier: 2 },
}
const patch = (change: object): PatchChange =>
  ({ ...head, op: 'patch', ...change }) as unknown as PatchChange

describe('parked content as a form', () => {
  it('a report comes back with its words, its photos and its place', () => {
    const draft = draftFrom(reportIn(creation(hazard))!)
    expect(draft).toMatchObject({ note: '灯不亮', placeId: 'p-1', body: hazard.body, intent: null })
    expect(draft.photos.map((each) => each.hash)).toEqual([photo.hash])
  })

  it('what is no photo is left out, and what is no note becomes none', () => {
    const draft = draftFrom(
      reportIn(creation({ ...hazard, note: 7, photos: [photo, null, { hash: 'x' }, 'no'] }))!,
    )
    expect([draft.note, draft.photos.length]).toEqual(['', 1])
  })

  it.each([
    ['of an unknown kind', { ...hazard, kind: 'comet' }],
    ['with a body its kind cannot read', { ...hazard, body: { type: 'nothing known' } }],
    ['without a body', { ...hazard, body: undefined }],
  ])('a report %s has no form', (_what, set) => expect(reportIn(creation(set))).toBeNull())

  it('a step brings its words and photos, a note without a step its text', () => {
    const resolve = patch({
      step: {
        id: 's',
        type: 'resolve',
        by: 'm-1',
        at: 1,
        from: 'inProgress',
        to: 'resolved',
        comment: '换了灯泡',
        photos: [photo],
      },
    })
    expect(stepContentIn(resolve)).toMatchObject({
      comment: '换了灯泡',
      photos: [{ hash: photo.hash }],
    })
    expect(stepContentIn(patch({ set: { note: '在二楼' } })).comment).toBe('在二楼')
    expect(stepContentIn(creation(hazard))).toEqual({ comment: '', photos: [], voice: [] })
  })

  it('voice notes come back with the report or the step, also where that becomes a note', () => {
    const voice = [{ hash: 'v', bytes: 1, seconds: 3, takenAt: 1 }] as unknown as VoiceRef[]
    const broken = [...voice, { hash: '' }, null] as never
    const step = { id: 's', type: 'return', by: 'm-1', at: 1, from: 'reported', to: 'returned' }
    const returned = patch({ step: { ...step, voice: broken } as never })
    expect(draftFrom(reportIn(creation({ ...hazard, voice: broken }))!).voice).toEqual(voice)
    expect(draftFrom(reportIn(creation(hazard))!).voice).toBeUndefined()
    expect(stepDraftFrom(returned, 'r-1' as ReportId, 'note').words.voice).toEqual(voice)
  })

  it('a step that is no longer open becomes a note of its words, which carries no photos', () => {
    const resolve = patch({
      step: {
        id: 's',
        type: 'resolve',
        by: 'm-1',
        at: 1,
        from: 'inProgress',
        to: 'resolved',
        comment: '换了灯泡',
        photos: [photo],
      },
    })
    expect(stepDraftFrom(resolve, 'r-1' as ReportId, 'note')).toMatchObject({
      purpose: { kind: 'step:note', amends: 'r-1' },
      words: { note: '换了灯泡', photos: [] },
    })
    expect(stepDraftFrom(resolve, 'r-1' as ReportId, 'resolve').words.photos).toHaveLength(1)
  })
})
