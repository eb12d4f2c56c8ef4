// The photos of a draft as a screen handles them: added with their refusals told, taken out with a way back, given a role.
import { ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { named, type PhotoRole, type PhotoSource } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import { useToast } from '#parts/toast.ts'
import type { DraftForm } from '#state/useDraft.ts'
import type { PhotoRefusal } from '#state/useStepDraft.ts'
import { missingOf, takeOver, tookIn } from './photosOnTheWay.ts'

export function useDraftPhotos(form: DraftForm, atShutter: () => Position | undefined) {
  const { t } = useI18n()
  const toast = useToast()
  const refusals = ref<PhotoRefusal[]>([])
  let underWay = 0
  const inDraft = (): number => form.draft.photos.length

  const stop = watch(form.isRestored, (isReady) => {
    if (!isReady) return
    stop()
    const missing = missingOf(sessionStorage, form.record.value, inDraft())
    refusals.value = Array.from({ length: missing }, () => ({ name: '', fault: fault('photoNotKept') }))
  })

  async function add(files: readonly Blob[], role: PhotoRole | null, source: PhotoSource) {
    const position = source === 'camera' ? atShutter() : undefined
    takeOver(sessionStorage, form.record.value, inDraft(), files.length)
    underWay++
    const refused = await form.addPhotos(files, role, { source, at: Date.now(), position })
    refusals.value = [...refusals.value, ...refused]
    if (--underWay === 0) tookIn(sessionStorage, form.record.value, inDraft(), refusals.value.length)
  }
  function dismiss() {
    refusals.value = []
    if (underWay === 0) tookIn(sessionStorage, form.record.value, inDraft(), 0)
  }
  async function remove(hash: PhotoHash) {
    const undo = await form.removePhoto(hash)
    toast.show({ text: t('capture.photo.removed'), actionWord: t('capture.undo'), action: () => void undo() })
  }
  function setRole(hash: PhotoHash, role: PhotoRole) {
    const photo = form.draft.photos.find((each) => each.hash === hash)
    if (photo) Object.assign(photo, { isUnnamed: undefined }, named(role))
  }
  return { refusals, add, dismiss, remove, setRole }
}
