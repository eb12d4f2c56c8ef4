// Dates, lengths and sizes in the words of the chosen language. Days are Shanghai's, wherever the
// phone believes it is. Each function reads the language from the settings, so a template that
// calls it follows a change of language.
import type { Instant } from '#domain/ids.ts'
import { addDays, dayOf } from '#domain/workCalendar.ts'
import { useSettings } from '#state/useSettings.ts'

/** What vue-i18n's `t` can do, as far as it is needed here. */
export interface Translate {
  (key: string): string
  (key: string, named: Record<string, unknown>): string
  (key: string, named: Record<string, unknown>, plural: number): string
}

const zone = 'Asia/Shanghai'
const minuteMs = 60_000
const hourMs = 60 * minuteMs

// British English: day before month, as in Chinese weeks, and 24 hours.
const localeTag = (): string => (useSettings().locale === 'en' ? 'en-GB' : 'zh-CN')

const formats = new Map<string, Intl.DateTimeFormat>()
function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const tag = localeTag()
  const known = formats.get(`${tag} ${key}`)
  if (known) return known
  const made = new Intl.DateTimeFormat(tag, { timeZone: zone, ...options })
  formats.set(`${tag} ${key}`, made)
  return made
}

/** 08:54 */
export const formatTime = (at: Instant): string =>
  dateFormat('time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

/** 11月20日 周五 · Fri 20 Nov */
export const formatDay = (at: Instant): string =>
  dateFormat('day', { month: 'short', day: 'numeric', weekday: 'short' })
    .formatToParts(at)
    .map((part, index, all) =>
      part.type === 'weekday' && index === all.length - 1 ? ` ${part.value}` : part.value,
    )
    .join('')

/** 11月20日 · 20 Nov, with the year when it is another one. */
export const formatDate = (at: Instant, now: Instant): string =>
  dayOf(at).slice(0, 4) === dayOf(now).slice(0, 4)
    ? dateFormat('date', { month: 'short', day: 'numeric' }).format(at)
    : dateFormat('datedYear', { year: 'numeric', month: 'short', day: 'numeric' }).format(at)

/** 今天 · 昨天 · 11月18日 周三: the heading over a day's rows. */
export function formatDayHeading(at: Instant, now: Instant, t: Translate): string {
  const day = dayOf(at)
  if (day === dayOf(now)) return t('field.day.today')
  if (day === addDays(dayOf(now), -1)) return t('field.day.yesterday')
  return day.slice(0, 4) === dayOf(now).slice(0, 4) ? formatDay(at) : formatDate(at, now)
}

/** 08:54 today, else with the day before it. */
export function formatWhen(at: Instant, now: Instant, t: Translate): string {
  const time = formatTime(at)
  const day = dayOf(at)
  if (day === dayOf(now)) return time
  if (day === addDays(dayOf(now), -1)) return t('field.day.yesterdayAt', { time })
  return t('field.day.dateAt', { date: formatDate(at, now), time })
}

/** The same inside a sentence, where yesterday is no name. */
export const formatWhenInside = (at: Instant, now: Instant, t: Translate): string =>
  dayOf(at) === addDays(dayOf(now), -1)
    ? t('field.day.yesterdayInside', { time: formatTime(at) })
    : formatWhen(at, now, t)

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / (24 * hourMs))

/**
 * 超期2天 · 今天18:00前 · 还剩3天. A limit that ends at 24:00 ends with that day, not at the start of the
 * next.
 */
export function formatDue(dueAt: Instant, now: Instant, t: Translate): string {
  const lastDay = dayOf(dueAt - 1)
  const days = daysBetween(dayOf(now), lastDay)
  if (dueAt <= now) {
    if (days <= -1) return t('field.due.daysOver', { count: -days }, -days)
    const minutes = Math.floor((now - dueAt) / minuteMs)
    const hours = Math.floor(minutes / 60)
    return hours > 0
      ? t('field.due.hoursOver', { count: hours }, hours)
      : t('field.due.minutesOver', { count: minutes }, minutes)
  }
  if (days > 0) return t('field.due.daysLeft', { count: days }, days)
  return lastDay === dayOf(dueAt)
    ? t('field.due.by', { time: formatTime(dueAt) })
    : t('field.due.today')
}

/** 42分钟 · 1小时5分 */
export function formatDuration(ms: number, t: Translate): string {
  const minutes = Math.floor(ms / minuteMs)
  if (minutes < 60) return t('field.duration.minutes', { count: minutes }, minutes)
  return t('field.duration.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

const directions = [
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const

/** 朝东北45° · Facing northeast, 45°. Degrees clockwise from north, 0 to 360. */
export function formatHeading(degrees: number, t: Translate): string {
  const direction = t(`field.direction.${directions[Math.round(degrees / 45) % directions.length]}`)
  return t('field.heading', { direction, degrees: Math.round(degrees) % 360 })
}

/** 40米 · 1.2公里 */
export function formatDistance(metres: number): string {
  const isFar = metres >= 1000
  return new Intl.NumberFormat(localeTag(), {
    style: 'unit',
    unit: isFar ? 'kilometer' : 'meter',
    unitDisplay: 'short',
    maximumFractionDigits: isFar && metres < 10_000 ? 1 : 0,
  }).format(isFar ? metres / 1000 : metres < 20 ? Math.round(metres) : Math.round(metres / 5) * 5)
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** 320 kB · 1.4 MB, thousands of bytes as phones show them. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(localeTag(), {
    style: 'unit',
    unit: sizes[step],
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 && value < 100 ? 1 : 0,
  }).format(value)
}
