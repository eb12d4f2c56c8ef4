// From a file to a photo on this phone: prepared in the worker, written, read back, compared.
import { intakeStore } from '#client/phone/intakeStore.ts'
import type { PhotoOrigin } from '#client/photos/photoRequest.ts'
import { preparePhoto } from '#client/photos/preparePhoto.ts'
import { fault } from '#domain/fault.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import { fail, type Result } from '#domain/result.ts'
import { useSession } from './useSession.ts'
import { useSettings } from './useSettings.ts'

export type { PhotoOrigin } from '#client/photos/photoRequest.ts'

export function useSavePhoto(): (
  file: Blob,
  role: PhotoRole | null,
  origin: PhotoOrigin,
  placeName?: string,
) => Promise<Result<PhotoRef>> {
  const session = useSession()
  const settings = useSettings()
  return async (file, role, origin, placeName) => {
    if (!session.current) return fail(fault('signedOut'))
    const stamp = settings.stampPhotos
      ? { locale: settings.locale, memberId: session.current.memberId, placeName }
      : undefined
    const prepared = await preparePhoto(file, origin, stamp)
    return prepared.ok
      ? intakeStore(session.current).savePhoto(prepared.value, role, origin.at)
      : prepared
  }
}
