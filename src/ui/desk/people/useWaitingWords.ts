import { useI18n } from 'vue-i18n'
import type { DeskDevice } from '#state/useDesk.ts'

/** What a device still holds, in words. */
export function useWaitingWords() {
  const { t } = useI18n()
  function waitsOn({
    waitingChanges,
    waitingPhotos,
  }: Pick<DeskDevice, 'waitingChanges' | 'waitingPhotos'>): string {
    const records = t('desk.devices.records', { count: waitingChanges }, waitingChanges)
    const photos = t('desk.devices.photos', { count: waitingPhotos }, waitingPhotos)
    if (waitingChanges && waitingPhotos) return t('desk.devices.both', { records, photos })
    return waitingChanges ? records : waitingPhotos ? photos : t('desk.devices.nothing')
  }
  return { waitsOn }
}
