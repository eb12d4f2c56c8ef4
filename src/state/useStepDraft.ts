// A half-written step — its comment, marks, handler, photos — kept at every keystroke like a form, until it is taken or dropped.
import { reactive, type Reactive, ref, type Ref, toRaw, watch } from 'vue'
import { discardDraft, type Draft, keepDraft, stepDraftId } from '#device/draft.ts'
import { fault, type Fault } from '#domain/fault.ts'
import type { Instant, MemberId, PhotoHash } from '#domain/ids.ts'
import { type PhotoRef, type PhotoRole, photoLimits } from '#domain/photo.ts'
import type { Report } from '#domain/report.ts'
import type { StepType } from '#domain/step.ts'
import { useDevice } from './device.ts'
import { type PhotoOrigin, useKeepPhoto } from './useKeepPhoto.ts'
import { usePerson } from './usePerson.ts'

export interface PhotoRefusal {
  name: string
  fault: Fault
}

export interface StepContent {
  comment: string
  photos: PhotoRef[]
  marks: { fields: string[]; photos: PhotoHash[] }
  handlerId?: MemberId
  dueAt?: Instant
}

export interface StepDraft {
  draft: Reactive<StepContent>
  isRestored: Ref<boolean>
  wasRestored: Ref<boolean>
  busy: Ref<boolean>
  add(files: readonly Blob[], role: PhotoRole | null, source: PhotoOrigin['source']): Promise<PhotoRefusal[]>
  remove(hash: string): void
  setIntent(intent: Draft['intent']): Promise<void>
  discard(): Promise<void>
}

const empty = (): StepContent => ({ comment: '', photos: [], marks: { fields: [], photos: [] }, handlerId: undefined, dueAt: undefined })

export function useStepDraft(report: () => Report, type: () => StepType): StepDraft {
  const device = useDevice()
  const person = usePerson()
  const keepPhoto = useKeepPhoto()
  const draft = reactive<StepContent>(empty())
  const isRestored = ref(false)
  const wasRestored = ref(false)
  const busy = ref(false)
  let intent: Draft['intent'] = null
  let turn = 0

  const kept = (): Draft => {
    const { photos, comment, ...rest } = JSON.parse(JSON.stringify(toRaw(draft))) as StepContent
    return {
      id: stepDraftId(report().id, type()), kind: `step:${type()}`, amends: report().id, note: comment, photos, body: rest,
      intent, startedAt: device.environment.now(),
    }
  }
  const isEmpty = (): boolean => JSON.stringify(draft) === JSON.stringify(empty()) && intent === null
  /** What has been emptied again is forgotten, so that erased words do not come back. */
  const keepNow = async (): Promise<void> => {
    const capture = person.person?.capture
    if (capture) await (isEmpty() ? capture.draft.delete(stepDraftId(report().id, type())) : keepDraft(capture, kept())).catch(() => undefined)
  }

  async function restore(): Promise<void> {
    const mine = ++turn
    isRestored.value = false
    const found = await person.person?.capture.draft.get(stepDraftId(report().id, type()))
    if (mine !== turn) return
    Object.assign(draft, empty(), found ? { comment: found.note, photos: found.photos, ...found.body } : {})
    wasRestored.value = found !== undefined
    isRestored.value = true
  }

  // Two sources, compared one by one: a row that comes in anew must not lay the stored form over what is being written.
  watch([() => report().id, type], () => void restore(), { immediate: true })
  watch(draft, () => {
    if (isRestored.value) void keepNow()
  }, { deep: true })

  async function add(files: readonly Blob[], role: PhotoRole | null, source: PhotoOrigin['source']): Promise<PhotoRefusal[]> {
    busy.value = true
    const refusals: PhotoRefusal[] = []
    for (const file of files) {
      const name = (file as { name?: string }).name ?? ''
      const photo = draft.photos.length < photoLimits.perReport
        ? await keepPhoto(file, role, { source, at: device.environment.now() })
        : { ok: false as const, fault: fault('tooManyPhotos', { limit: photoLimits.perReport }) }
      if (!photo.ok) refusals.push({ name, fault: photo.fault })
      else if (draft.photos.some((known) => known.hash === photo.value.hash)) refusals.push({ name, fault: fault('photoTwice') })
      else draft.photos.push(photo.value)
    }
    busy.value = false
    return refusals
  }

  return {
    draft, isRestored, wasRestored, busy, add,
    remove: (hash) => (draft.photos = draft.photos.filter((photo) => photo.hash !== hash)),
    setIntent: (wanted) => {
      intent = wanted
      return keepNow()
    },
    discard: async () => {
      if (person.person) await discardDraft(person.person.capture, kept())
      Object.assign(draft, empty())
    },
  }
}
