import { useI18n } from 'vue-i18n'
import type { DeskDevice } from '#state/useDesk.ts'
import { useReference } from '#state/useReference.ts'

/** Whose a device is, and what it still holds, in words. */
export function useDeviceWords() {
  const { t } = useI18n()
  const reference = useReference()

  const nameOf = ({ memberId, label }: Pick<DeskDevice, 'memberId' | 'label'>): string =>
    reference.memberName(memberId) || label

  function waitsOn({
    waitingChanges,
    waitingPhotos,
  }: Pick<DeskDevice, 'waitingChanges' | 'waitingPhotos'>): string {
    const records = t('desk.devices.records', { count: waitingChanges }, waitingChanges)
    const photos = t('desk.devices.photos', { count: waitingPhotos }, waitingPhotos)
    if (waitingChanges && waitingPhotos) return t('desk.devices.both', { records, photos })
    return waitingChanges ? records : waitingPhotos ? photos : t('desk.devices.nothing')
  }

  return { nameOf, waitsOn }
}
