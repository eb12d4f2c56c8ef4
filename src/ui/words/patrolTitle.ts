import type { Instant } from '#domain/ids.ts'
import { patrolHours } from '#domain/patrolHours.ts'
import type { Translate } from './format.ts'

/** What a patrol is called: 早间巡查 · 第一网格; without the grid where it is not known yet. */
export function patrolTitle(at: Instant, gridName: string | undefined, t: Translate): string {
  const hours = t(`field.patrol.${patrolHours(at)}`)
  return gridName ? t('field.patrol.of', { hours, grid: gridName }) : hours
}
