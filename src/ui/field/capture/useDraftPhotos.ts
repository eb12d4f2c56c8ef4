// The photos of a draft as a screen handles them: added with their refusals told, taken out with a
// way back, given a role.
import { useI18n } from 'vue-i18n'
import { type Fault, fault } from '#domain/fault.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { named, type PhotoRole, type PhotoSource } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import { useToast } from '#parts/toast.ts'
import type { PhotoComing } from '#state/useDraftIntake.ts'
import type { DraftForm } from '#state/useDraft.ts'
import { usePhotoIntake } from '#ui/photos/usePhotoIntake.ts'

export function useDraftPhotos(form: DraftForm, atShutter: () => Position | undefined) {
  const { t } = useI18n()
  const toast = useToast()
  const { refusals, take, takeWaiting, dismiss } = usePhotoIntake(form)

  async function add(
    files: readonly PhotoComing[],
    role: PhotoRole | null,
    source: PhotoSource,
    headingDegrees?: number,
  ) {
    const position = source === 'camera' ? atShutter() : undefined
    const origin = { source, at: Date.now(), position, headingDegrees }
    await take(files, () => form.addPhotos(files, role, origin))
  }
  /** Out of another app's hands; it is of the album, wherever the phone is now. */
  const addShared = (file: Blob, role: PhotoRole | null): Promise<Fault | null> =>
    takeWaiting(() => form.addPhotos([file], role, { source: 'album', at: Date.now() }))
  const refuseShared = () =>
    takeWaiting(() => Promise.resolve([{ name: '', fault: fault('storageLost') }]))
  async function remove(hash: PhotoHash) {
    const undo = await form.removePhoto(hash)
    toast.show({
      text: t('capture.photo.removed'),
      actionWord: t('capture.undo'),
      action: () => void undo(),
    })
  }
  function setRole(hash: PhotoHash, role: PhotoRole) {
    const photo = form.draft.photos.find((each) => each.hash === hash)
    if (photo) Object.assign(photo, { isUnnamed: undefined }, named(role))
  }
  return { refusals, add, addShared, refuseShared, dismiss, remove, setRole }
}
