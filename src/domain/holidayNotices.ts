// Which days are off and which weekend days are worked in exchange: what the State Council tells
// for a year, mostly in November of the year before, and what the law itself says until then.

/** Days are YYYY-MM-DD as in Shanghai. */
export interface HolidayNotice {
  year: number
  source: string
  /** First and last day of each holiday, both off. */
  off: readonly (readonly [string, string])[]
  /** Weekend days that are worked in exchange. */
  worked: readonly string[]
}

/** Entered when it is published and never guessed; it may rule days of the year before as well. */
export const holidayNotices: readonly HolidayNotice[] = [
  {
    year: 2025,
    source: '国务院办公厅关于2025年部分节假日安排的通知（2024-11-12）',
    off: [
      ['2025-01-01', '2025-01-01'],
      ['2025-01-28', '2025-02-04'],
      ['2025-04-04', '2025-04-06'],
      ['2025-05-01', '2025-05-05'],
      ['2025-05-31', '2025-06-02'],
      ['2025-10-01', '2025-10-08'],
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  },
  {
    year: 2026,
    source: '国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）',
    off: [
      ['2026-01-01', '2026-01-03'],
      ['2026-02-15', '2026-02-23'],
      ['2026-04-04', '2026-04-06'],
      ['2026-05-01', '2026-05-05'],
      ['2026-06-19', '2026-06-21'],
      ['2026-09-25', '2026-09-27'],
      ['2026-10-01', '2026-10-07'],
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
  },
]

/** 全国年节及纪念日放假办法 (2024) art. 2, of every year: what the moon moves is not among them. */
export const fixedHolidays: readonly string[] = [
  '01-01',
  '05-01',
  '05-02',
  '10-01',
  '10-02',
  '10-03',
]

/**
 * The other days of the same article: the eve and the first three days of the lunar year, Qingming,
 * Duanwu and Mid-Autumn. Entered by hand: the lunar calendar of browsers has 2027 begin a day late.
 */
export const movingHolidays: Readonly<Record<number, readonly string[]>> = {
  2027: [
    '2027-02-05',
    '2027-02-06',
    '2027-02-07',
    '2027-02-08',
    '2027-04-05',
    '2027-06-09',
    '2027-09-15',
  ],
}
