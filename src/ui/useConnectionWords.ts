import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { IconName } from '#parts/icons.ts'
import { useSync } from '#state/useSync.ts'

/** The permanent quiet sentence: whether there is a connection, what is only on this phone, and what needs a person. */
export function useConnectionWords() {
  const { t } = useI18n()
  const sync = useSync()

  const waits = computed(() => {
    const { changes, photos } = sync.waiting
    const records = t('field.connection.records', { count: changes }, changes)
    const pictures = t('field.connection.photos', { count: photos }, photos)
    if (changes && photos) return t('field.connection.both', { records, photos: pictures })
    return changes ? records : photos ? pictures : ''
  })
  const isSending = computed(() => sync.connection === 'online' && sync.isRunning && waits.value !== '')
  const sentence = computed(() => {
    if (!waits.value) return t(`field.connection.${sync.connection}Clear`)
    return t(`field.connection.${isSending.value ? 'onlineSending' : `${sync.connection}Waits`}`, { waits: waits.value }, sync.waiting.changes + sync.waiting.photos)
  })
  const words = computed(() => {
    const { attention } = sync.waiting
    if (!attention) return sentence.value
    // With something left over, nothing is said to be all sent.
    const said = waits.value || sync.connection === 'refused' ? sentence.value : t(`field.connection.${sync.connection}`)
    return t('field.connection.andAttention', { said, attention: t('field.connection.attention', { count: attention }, attention) })
  })
  const icon = computed<IconName>(() => {
    if (sync.connection === 'refused' || sync.waiting.attention) return 'circle-alert'
    if (sync.connection !== 'online') return 'cloud-off'
    return waits.value ? 'refresh-cw' : 'cloud'
  })
  return { words, waits, icon, isSending }
}
