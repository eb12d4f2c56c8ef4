// A form that survives: whatever is typed or shot is on this phone at once, and comes back after a killed tab.
import { computed, reactive, ref, toRaw, watch, type ComputedRef, type Reactive, type Ref } from 'vue'
import { discardDraft, type Draft, dropDraftPhotos, findDraft, keepDraft, photosHere } from '#device/draft.ts'
import { draftAside, dropDraftAside, keepDraftAside } from '#device/lastSaved.ts'
import { storageFault } from '#device/storageFault.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { CaseId, GridId, Instant, MemberId, PhotoHash, ReportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { photoLimits, type PhotoRole } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { type KindKey, kindOf } from '#kinds/kinds.ts'
import { amendment } from './amendment.ts'
import { draftFrom, type ParkedReport } from './parkedDraft.ts'
import { useDevice } from './device.ts'
import { useKeep } from './useKeep.ts'
import { type PhotoOrigin, useKeepPhoto } from './useKeepPhoto.ts'
import { usePatrol } from './usePatrol.ts'
import { usePerson } from './usePerson.ts'
import { useReference } from './useReference.ts'
import { useStorageTrouble } from './useStorageTrouble.ts'
import type { PhotoRefusal } from './useStepDraft.ts'

export type { Draft } from '#device/draft.ts'

/** Parked work that a supervisor puts right: it stays its author's. */
export interface EditedCase {
  id: CaseId
  by: MemberId
  /** Where it belongs when no place says so. */
  gridId?: GridId
  report: ParkedReport
  /** Of the record it will make. */
  row: ReportId
}

export interface DraftForm {
  draft: Reactive<Draft>
  isRestored: Ref<boolean>
  wasRestored: Ref<boolean>
  savedAt: Ref<Instant | null>
  /** Why the last keystroke could not be kept, if so. */
  keepFault: Ref<Fault | null>
  busyPhotos: Ref<number>
  isSaving: Ref<boolean>
  photoCount: ComputedRef<number>
  addPhotos(files: readonly Blob[], role: PhotoRole | null, origin: PhotoOrigin): Promise<PhotoRefusal[]>
  removePhoto(hash: PhotoHash): Promise<() => Promise<void>>
  setIntent(intent: Draft['intent']): Promise<void>
  save(): Promise<Result<ReportId>>
  discard(): Promise<void>
}

export function useDraft(kind: KindKey, options: { amend?: Report; edit?: EditedCase } = {}): DraftForm {
  const device = useDevice()
  const person = usePerson()
  const reference = useReference()
  const patrol = usePatrol()
  const keep = useKeep()
  const keepPhoto = useKeepPhoto()
  const storage = useStorageTrouble()
  const amended = options.amend && structuredClone(toRaw(options.amend))
  const edited = options.edit && (JSON.parse(JSON.stringify(options.edit)) as EditedCase)

  const draft = reactive<Draft>(freshDraft())
  const isRestored = ref(false)
  const wasRestored = ref(false)
  const savedAt = ref<Instant | null>(null)
  const keepFault = ref<Fault | null>(null)
  const busyPhotos = ref(0)
  const isSaving = ref(false)
  let isDone = false

  function freshDraft(): Draft {
    const now = device.environment.now()
    const id = newId<ReportId>(now, crypto)
    if (edited) return { ...draftFrom(edited.report, edited.row, now), ofCase: edited.id }
    if (!amended) return { id, kind, note: '', photos: [], body: {}, intent: null, startedAt: now, patrolId: patrol.current?.id }
    const { note, placeId, position, photos, body } = amended
    return { id, kind, amends: amended.id, note, placeId, position, photos: [...photos], body: { ...body }, intent: null, startedAt: now }
  }

  const plain = (): Draft => JSON.parse(JSON.stringify(toRaw(draft))) as Draft

  // One write at a time, always of the newest state: a fast typist makes no queue.
  let writing: Promise<void> | null = null
  let isStale = false
  function keepNow(): Promise<void> {
    isStale = true
    writing ??= (async () => {
      while (isStale && !isDone) {
        isStale = false
        const current = person.person
        if (!current) break
        try {
          await keepDraft(current.capture, plain())
          savedAt.value = device.environment.now()
          keepFault.value = null
          dropAside()
        } catch (error) {
          keepFault.value = storageFault(error)
          putAside()
          if (keepFault.value.code === 'storageLost') void storage.lookAt(current)
        }
      }
      writing = null
    })()
    return writing
  }

  // The last resort for the words: the second store, while the database takes nothing. They are newer than what it has.
  let isAside = false
  function putAside(): void {
    if (!person.member || isDone) return
    isAside = true
    keepDraftAside(device.environment.local, person.member.id, plain())
  }
  function dropAside(): void {
    if (isAside && person.member) dropDraftAside(device.environment.local, person.member.id)
    isAside = false
  }
  watch(() => storage.trouble, (trouble) => trouble && putAside(), { flush: 'sync' })

  async function restore(): Promise<void> {
    const current = person.person
    const aside = person.member && draftAside(device.environment.local, person.member.id, { kind, amends: amended?.id, ofCase: edited?.id })
    isAside = Boolean(aside)
    // Its words may have outlived the database that held its photos.
    if (aside && current) aside.photos = await photosHere(current.capture, aside.photos).catch(() => [])
    const found = aside ?? (current && (await findDraft(current.capture, kind, amended?.id, edited?.id).catch(() => undefined)))
    if (found) {
      Object.assign(draft, found)
      wasRestored.value = true
      savedAt.value = device.environment.now()
    }
    isRestored.value = true
    // From here on every alteration is kept. The outbox is not touched: a draft is not a change.
    watch(draft, () => void keepNow(), { deep: true })
  }
  const restored = restore()

  // Photos are taken in one after the other, in the order they were picked; saving waits for them.
  let adding: Promise<unknown> = Promise.resolve()
  function addPhotos(files: readonly Blob[], role: PhotoRole | null, origin: PhotoOrigin): Promise<PhotoRefusal[]> {
    const added = adding.then(() => takeIn(files, role, origin))
    adding = added
    return added
  }

  async function takeIn(files: readonly Blob[], role: PhotoRole | null, origin: PhotoOrigin): Promise<PhotoRefusal[]> {
    await restored
    const refusals: PhotoRefusal[] = []
    busyPhotos.value += files.length
    for (const file of files) {
      const name = (file as { name?: string }).name ?? ''
      if (draft.photos.length >= photoLimits.perReport) refusals.push({ name, fault: fault('tooManyPhotos', { limit: photoLimits.perReport }) })
      else {
        const placeName = draft.placeId ? reference.placeById(draft.placeId)?.name : undefined
        const kept = await keepPhoto(file, role, origin, placeName)
        if (!kept.ok) refusals.push({ name, fault: kept.fault })
        else if (draft.photos.some((photo) => photo.hash === kept.value.hash)) refusals.push({ name, fault: fault('photoTwice') })
        else {
          draft.photos.push(kept.value)
          await keepNow()
        }
      }
      busyPhotos.value--
    }
    return refusals
  }

  async function removePhoto(hash: PhotoHash): Promise<() => Promise<void>> {
    const at = draft.photos.findIndex((photo) => photo.hash === hash)
    const [gone] = at < 0 ? [] : draft.photos.splice(at, 1)
    await keepNow()
    return async () => {
      if (gone && !draft.photos.some((photo) => photo.hash === hash)) draft.photos.splice(at, 0, gone)
      await keepNow()
    }
  }

  async function setIntent(intent: Draft['intent']): Promise<void> {
    await restored
    draft.intent = intent
    await keepNow()
  }

  async function save(): Promise<Result<ReportId>> {
    if (isSaving.value) return fail(fault('idTaken'))
    isSaving.value = true
    await adding
    await writing
    const saved = amended ? await saveAmendment(amended) : await saveNew()
    if (saved.ok) {
      isDone = true
      dropAside()
      await dropUnused()
    }
    isSaving.value = false
    return saved
  }

  async function saveNew(): Promise<Result<ReportId>> {
    const member = person.member
    const gridId = gridOf()
    if (!member) return fail(fault('signedOut'))
    if (!gridId) return fail(fault('unknownGrid'))
    const { id, note, placeId, position, photos, body, patrolId, foundOn, startedAt } = plain()
    const set = {
      kind, by: edited?.by ?? member.id, capturedAt: startedAt, gridId, placeId, position, note, photos, body, patrolId, foundOn,
      steps: [], standing: kindOf(kind)!.firstStanding(body),
    }
    // The change carries the record's own id, so that saving twice is the same change. Parked work came under that id already.
    const intent = { t: 'report', row: id, op: 'create', set } as const
    const kept = await keep(edited ? { ...intent, ofCase: edited.id } : { ...intent, id: id as never }, photos, id)
    return kept.ok ? succeed(id) : kept
  }

  async function saveAmendment(report: Report): Promise<Result<ReportId>> {
    const member = person.member
    if (!member) return fail(fault('signedOut'))
    const change = amendment(report, plain(), member.id, device.environment.now())
    if (!change.set && !change.add && !change.remove && !change.step) {
      await discard() // nothing was altered: nothing is sent
      return succeed(report.id)
    }
    const kept = await keep(change, draft.photos, draft.id)
    return kept.ok ? succeed(report.id) : kept
  }

  const gridOf = (): GridId | undefined =>
    (draft.placeId && reference.placeById(draft.placeId)?.gridId) ||
    (draft.position && reference.gridAt(draft.position)?.id) ||
    edited?.gridId || patrol.current?.gridId || reference.myGrids[0]?.id || person.member?.gridIds[0]

  /** Bytes of photos that were shot and taken out again. */
  async function dropUnused(): Promise<void> {
    const current = person.person
    if (!current) return
    const drafts = await current.capture.draft.toArray()
    const named = new Set(drafts.flatMap((other) => other.photos.flatMap((photo) => [photo.hash, photo.thumb.hash, photo.stamped?.hash])))
    const idle = await current.capture.photo.where('state').equals('draft').toArray()
    const gone = idle.filter((photo) => !named.has(photo.hash) && photo.savedAt >= draft.startedAt)
    await dropDraftPhotos(current.capture, gone.map((photo) => ({ hash: photo.hash, thumb: { hash: photo.hash } }) as never))
  }

  async function discard(): Promise<void> {
    isDone = true
    dropAside()
    await writing
    const current = person.person
    if (current) await discardDraft(current.capture, plain())
  }

  return {
    draft, isRestored, wasRestored, savedAt, keepFault, busyPhotos, isSaving,
    photoCount: computed(() => draft.photos.length), addPhotos, removePhoto, setIntent, save, discard,
  }
}
