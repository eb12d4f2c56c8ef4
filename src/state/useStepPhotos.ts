// Photos for a step (after handling, proof of a check): prepared and kept before the step names them.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Fault } from '#domain/fault.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import { fault } from '#domain/fault.ts'
import { useKeepPhoto } from './useKeepPhoto.ts'

export interface PhotoRefusal {
  name: string
  fault: Fault
}

export interface StepPhotos {
  photos: ShallowRef<PhotoRef[]>
  busy: Ref<boolean>
  add(files: readonly Blob[], role: PhotoRole): Promise<PhotoRefusal[]>
  remove(hash: string): void
}

export function useStepPhotos(): StepPhotos {
  const photos = shallowRef<PhotoRef[]>([])
  const busy = ref(false)
  const keepPhoto = useKeepPhoto()

  async function add(files: readonly Blob[], role: PhotoRole): Promise<PhotoRefusal[]> {
    busy.value = true
    const refusals: PhotoRefusal[] = []
    for (const file of files) {
      const kept = await keepPhoto(file, role, { note: '' })
      if (!kept.ok) refusals.push({ name: (file as { name?: string }).name ?? '', fault: kept.fault })
      else if (photos.value.some((photo) => photo.hash === kept.value.hash)) refusals.push({ name: (file as { name?: string }).name ?? '', fault: fault('idTaken') })
      else photos.value = [...photos.value, kept.value]
    }
    busy.value = false
    return refusals
  }

  return { photos, busy, add, remove: (hash) => (photos.value = photos.value.filter((photo) => photo.hash !== hash)) }
}
