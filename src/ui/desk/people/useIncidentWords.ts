import { useI18n } from 'vue-i18n'
import type { Instant } from '#domain/ids.ts'
import type { Incident } from '#state/useDesk.ts'
import { useReference } from '#state/useReference.ts'
import { formatWhenInside } from '#ui/words/format.ts'
import { useDeviceWords } from './useDeviceWords.ts'

export interface IncidentWords {
  title: string
  text: string
  todo: string
}

const plain = new Set([
  'lostRange',
  'wipedUnsent',
  'photoUnreadable',
  'photoRotten',
  'rescueSetAside',
  'databaseOlder',
  'memberOver',
])

/**
 * What happened, in a supervisor's words. One of a type this app does not know is told in general.
 */
export function useIncidentWords() {
  const { t, te } = useI18n()
  const reference = useReference()
  const { waitsOn } = useDeviceWords()
  const nameOf = ({ memberId }: Pick<Incident, 'memberId'>): string =>
    (memberId && reference.memberName(memberId)) || t('devices.incident.nobody')

  function unsentLeft(incident: Incident, now: Instant): IncidentWords {
    const { changes, photos, since, why } = incident.detail
    const waits = waitsOn({ waitingChanges: Number(changes), waitingPhotos: Number(photos) })
    const name = nameOf(incident)
    const sinceWords =
      typeof since === 'number'
        ? t('devices.incident.since', { when: formatWhenInside(since, now, t) })
        : ''
    const text = t(`devices.incident.${why === 'revoked' ? 'revoked' : 'replaced'}`, {
      label: incident.deviceLabel ?? '',
      since: sinceWords,
    })
    return {
      title: t('devices.incident.unsentLeft.title', { name, waits }),
      text,
      todo: t('devices.incident.todo.unsentLeft'),
    }
  }

  function incidentWords(incident: Incident, now: Instant): IncidentWords {
    if (incident.type === 'unsentLeft') return unsentLeft(incident, now)
    const key = plain.has(incident.type) ? incident.type : 'other'
    const { detail } = incident
    const count = Number(detail.count ?? detail.records ?? 1)
    const reasonKey = `devices.incident.reason.${detail.reason}`
    const accountKey = `devices.incident.account.${detail.account}`
    const account = te(accountKey) ? t(accountKey) : t('devices.incident.account.other')
    const values = {
      ...detail,
      name: nameOf(incident),
      label: incident.deviceLabel ?? '',
      count,
      account,
      reason: te(reasonKey) ? t(reasonKey) : '',
    }
    return {
      title: t(`devices.incident.${key}.title`, values, count),
      text: t(`devices.incident.${key}.text`, values),
      todo: t(`devices.incident.todo.${key}`),
    }
  }

  /** How it ended, or nothing while it is open. */
  function endOf({ closedAt, closedBy }: Incident, now: Instant): string {
    if (closedAt === null) return ''
    const when = formatWhenInside(closedAt, now, t)
    return closedBy
      ? t('devices.incident.closedBy', { name: reference.memberName(closedBy), when })
      : t('devices.incident.closedItself', { when })
  }
  return { incidentWords, endOf }
}
