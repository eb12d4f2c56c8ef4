// Heights of the bars of the trend, and the numbers beside them. The scale ends at an even number,
// so its middle is a whole one.
import type { OverviewFigures } from './overviewFigures.ts'

export interface TrendPicture {
  /** From the top down. */
  scale: [number, number, number]
  days: {
    day: string
    arrived: number
    closed: number
    arrivedPercent: number
    closedPercent: number
  }[]
}

export function trendPicture(days: OverviewFigures['days']): TrendPicture {
  const most = Math.max(0, ...days.flatMap((day) => [day.arrived, day.closed]))
  const top = Math.max(4, Math.ceil(most / 2) * 2)
  return {
    scale: [top, top / 2, 0],
    days: days.map((day) => ({
      ...day,
      arrivedPercent: (100 * day.arrived) / top,
      closedPercent: (100 * day.closed) / top,
    })),
  }
}
