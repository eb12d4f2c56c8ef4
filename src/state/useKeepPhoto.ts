// From a file to a photo on this phone: prepared in the worker, written, read back, compared.
import { keepPhoto } from '#device/keepPhoto.ts'
import type { PhotoOrigin } from '#device/photo/photoRequest.ts'
import { preparePhoto } from '#device/photo/preparePhoto.ts'
import { fault } from '#domain/fault.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import { fail, type Result } from '#domain/result.ts'
import { usePerson } from './usePerson.ts'
import { useSettings } from './useSettings.ts'

export type { PhotoOrigin } from '#device/photo/photoRequest.ts'

export function useKeepPhoto(): (
  file: Blob,
  role: PhotoRole | null,
  origin: PhotoOrigin,
  placeName?: string,
) => Promise<Result<PhotoRef>> {
  const person = usePerson()
  const settings = useSettings()
  return async (file, role, origin, placeName) => {
    if (!person.person) return fail(fault('signedOut'))
    const stamp = settings.stampPhotos
      ? { locale: settings.locale, memberId: person.person.memberId, placeName }
      : undefined
    const prepared = await preparePhoto(file, origin, stamp)
    return prepared.ok
      ? keepPhoto(person.person.capture, prepared.value, role, origin.at)
      : prepared
  }
}
