// From a file to a photo on this phone: prepared in the worker, written, read back, compared.
import { keepPhoto } from '#device/keepPhoto.ts'
import { preparePhoto } from '#device/photo/preparePhoto.ts'
import { fault } from '#domain/fault.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import { fail, type Result } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { usePerson } from './usePerson.ts'
import { useSettings } from './useSettings.ts'
import { stampLines } from './stampLines.ts'

export function useKeepPhoto(): (file: Blob, role: PhotoRole, about: { note: string; position?: Position; placeName?: string }) => Promise<Result<PhotoRef>> {
  const device = useDevice()
  const person = usePerson()
  const settings = useSettings()
  return async (file, role, about) => {
    if (!person.person) return fail(fault('signedOut'))
    const now = device.environment.now()
    const stamp = settings.stampPhotos ? stampLines({ now, locale: settings.locale, memberId: person.person.memberId, ...about }) : []
    const prepared = await preparePhoto(file, { stamp, now })
    return prepared.ok ? keepPhoto(person.person.capture, prepared.value, role, now) : prepared
  }
}
