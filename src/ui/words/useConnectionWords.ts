import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { IconName } from '#parts/icons.ts'
import { useFirstPull } from '#state/useFirstPull.ts'
import { useSync } from '#state/useSync.ts'

const nothing = { changes: 0, photos: 0, voice: 0 }

/**
 * The permanent quiet sentence: whether there is a connection, what is only on this phone, and what
 * needs a person.
 */
export function useConnectionWords() {
  const { t } = useI18n()
  const sync = useSync()
  const firstPull = useFirstPull()

  /** What has only just been saved counts before anybody has looked what it is. */
  const counted = computed(() => {
    const { changes, photos, voice } = sync.waiting ?? nothing
    const { records, beside } = sync.waitingRecords
    if (!changes) return { photos, voice, records: 0, beside: [] }
    return records + beside.length > 0
      ? { photos, voice, records, beside }
      : { photos, voice, records: changes, beside: [] }
  })
  const waits = computed(() => {
    const { records, beside, photos, voice } = counted.value
    return [
      ...(records ? [t('field.connection.records', { count: records }, records)] : []),
      ...beside.map((key) => t(key)),
      ...(photos ? [t('field.connection.photos', { count: photos }, photos)] : []),
      ...(voice ? [t('field.connection.voice', { count: voice }, voice)] : []),
    ].join(t('field.connection.join'))
  })
  const isSending = computed(
    () => sync.connection === 'online' && sync.isRunning && waits.value !== '',
  )
  const sentence = computed(() => {
    const { records, beside, photos, voice } = counted.value
    const things = records + photos + voice + beside.length
    if (waits.value && sync.isFull && !sync.isRunning)
      return t('field.connection.fullWaits', { waits: waits.value }, things)
    if (waits.value)
      return t(
        `field.connection.${isSending.value ? 'onlineSending' : `${sync.connection}Waits`}`,
        { waits: waits.value },
        things,
      )
    if (firstPull.state === 'here' || sync.connection === 'refused')
      return t(`field.connection.${sync.connection}Clear`)
    return firstPull.state === 'coming' ? t(`field.connection.${sync.connection}Coming`) : ''
  })
  /** Empty until what waits has been counted. */
  const words = computed(() => {
    if (!sync.waiting) return ''
    const { attention } = sync.waiting
    if (!attention) return sentence.value
    // With something left over, nothing is said to be all sent.
    const said =
      waits.value || sync.connection === 'refused'
        ? sentence.value
        : t(`field.connection.${sync.connection}`)
    return t('field.connection.andAttention', {
      said,
      attention: t('field.connection.attention', { count: attention }, attention),
    })
  })
  const icon = computed<IconName>(() => {
    if (sync.connection === 'refused' || sync.waiting?.attention) return 'circle-alert'
    if (sync.connection !== 'online') return 'cloud-off'
    return waits.value ? 'refresh-cw' : 'cloud'
  })
  return { words, waits, icon, isSending }
}
