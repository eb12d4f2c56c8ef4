import { useI18n } from 'vue-i18n'
import type { Instant } from '#domain/ids.ts'
import type { DeskDevice } from '#state/useDesk.ts'
import { useReference } from '#state/useReference.ts'
import { useSession } from '#state/useSession.ts'
import { formatWhenInside } from '#ui/words/format.ts'

/** Whose a device is, and what it still holds, in words. */
export function useDeviceWords() {
  const { t } = useI18n()
  const reference = useReference()
  const session = useSession()

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

  /** What tells it from others of its name: when it was last heard of, and when it was bound. */
  const contactOf = (
    { id, seenAt, createdAt }: Pick<DeskDevice, 'id' | 'seenAt' | 'createdAt'>,
    now: Instant,
  ): string =>
    [
      ...(id === session.current?.device.id ? [t('desk.devices.here')] : []),
      seenAt === null
        ? t('desk.devices.neverSeen')
        : t('desk.devices.seen', { when: formatWhenInside(seenAt, now, t) }),
      t('desk.devices.bound', { when: formatWhenInside(createdAt, now, t) }),
    ].join(t('desk.devices.comma'))

  return { nameOf, waitsOn, contactOf }
}
