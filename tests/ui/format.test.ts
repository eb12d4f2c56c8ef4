import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createI18n } from 'vue-i18n'
import { field as en } from '../../src/ui/locales/en/field.ts'
import { field as zh } from '../../src/ui/locales/zh-CN/field.ts'

const settings = { locale: 'zh-CN' }
vi.mock('#state/useSettings.ts', () => ({ useSettings: () => settings }))
const {
  formatBytes,
  formatDay,
  formatDayHeading,
  formatDistance,
  formatDue,
  formatDuration,
  formatHeading,
  formatTime,
  formatWhen,
  formatWhenInside,
} = await import('#ui/words/format.ts')

const words = createI18n({
  legacy: false,
  locale: 'zh-CN',
  messages: { 'zh-CN': { field: zh }, en: { field: en } },
})
const t = words.global.t
const speak = (locale: 'zh-CN' | 'en') => {
  settings.locale = locale
  words.global.locale.value = locale
}
/** Friday, 20 November 2026, 08:52 in Shanghai. */
const now = Date.parse('2026-11-20T08:52:00+08:00')
const at = (text: string): number => Date.parse(`${text}+08:00`)

beforeEach(() => speak('zh-CN'))

describe('format', () => {
  it('says which way a photo looks', () => {
    expect([0, 22, 23, 45, 315, 338, 360].map((degrees) => formatHeading(degrees, t))).toEqual([
      '朝北0°',
      '朝北22°',
      '朝东北23°',
      '朝东北45°',
      '朝西北315°',
      '朝北338°',
      '朝北0°',
    ])
    speak('en')
    expect(formatHeading(45, t)).toBe('Facing northeast, 45°')
  })

  it('tells days and hours as in Shanghai, in both languages', () => {
    expect(formatTime(now)).toBe('08:52')
    expect(formatDay(now)).toBe('11月20日 周五')
    speak('en')
    expect(formatDay(now).replace(',', '')).toBe('Fri 20 Nov')
  })

  it('names today and yesterday instead of their dates', () => {
    expect(formatDayHeading(now, now, t)).toBe('今天')
    expect(formatDayHeading(at('2026-11-19T23:59:00'), now, t)).toBe('昨天')
    expect(formatWhen(at('2026-11-19T16:20:00'), now, t)).toBe('昨天16:20')
    expect(formatWhen(at('2026-11-20T00:01:00'), now, t)).toBe('00:01')
    speak('en')
    expect(formatWhen(at('2026-11-17T16:20:00'), now, t)).toBe('17 Nov, 16:20')
    expect(formatWhen(at('2026-11-19T16:20:00'), now, t)).toBe('Yesterday 16:20')
  })

  it('writes yesterday small inside a sentence', () => {
    expect(formatWhenInside(at('2026-11-19T16:20:00'), now, t)).toBe('昨天16:20')
    speak('en')
    expect(formatWhenInside(at('2026-11-19T16:20:00'), now, t)).toBe('yesterday 16:20')
    expect(formatWhenInside(at('2026-11-20T00:01:00'), now, t)).toBe('00:01')
    expect(formatWhenInside(at('2026-11-17T16:20:00'), now, t)).toBe('17 Nov, 16:20')
  })

  it('says how late or how soon, and lets a limit that ends at 24:00 end with its day', () => {
    expect(formatDue(at('2026-11-19T00:00:00'), now, t)).toBe('超期2天')
    expect(formatDue(at('2026-11-20T06:00:00'), now, t)).toBe('超期2小时')
    expect(formatDue(at('2026-11-20T18:00:00'), now, t)).toBe('今天18:00前')
    expect(formatDue(at('2026-11-21T00:00:00'), now, t)).toBe('今天内')
    expect(formatDue(at('2026-11-24T00:00:00'), now, t)).toBe('还剩3天')
    speak('en')
    expect(formatDue(at('2026-11-22T00:00:00'), now, t)).toBe('1 day left')
    expect(formatDue(at('2026-11-19T00:00:00'), now, t)).toBe('2 days over')
  })

  it('gives lengths and sizes with their units', () => {
    expect(formatDistance(41)).toBe('40米')
    expect(formatDistance(1240)).toBe('1.2公里')
    expect(formatDuration(42 * 60_000, t)).toBe('42分钟')
    expect(formatDuration(65 * 60_000, t)).toBe('1小时5分')
    speak('en')
    expect(formatDistance(120)).toBe('120 m')
    expect(formatBytes(1_440_000)).toBe('1.4 MB')
    expect(formatBytes(0)).toBe('0 byte')
  })
})
