// Colours of the base map, from the same tokens as the plan's; whatever the plan says as well is
// said here more quietly.
import type { BaseMapColours } from './baseMapMessages.ts'
import { isDark, mix, tokensOf } from '../mapColours.ts'

export function readBaseMapColours(element: Element = document.documentElement): BaseMapColours {
  const token = tokensOf(element)
  const text = { ink: token('ink'), inkSoft: token('ink-2'), widthFactor: 1 }
  const water = token('water')
  if (isDark(token('bg')))
    return {
      ...text,
      outside: token('bg'),
      hatching: token('line'),
      ground: token('surface'),
      green: mix(token('pine-tint'), token('surface'), 0.4),
      water,
      building: mix(token('line'), token('surface'), 0.75),
      buildingEdge: mix(token('line-2'), token('surface'), 0.6),
      footpath: token('line-2'),
      road: token('line-2'),
      mainRoad: mix(token('line-3'), token('line-2'), 0.45),
      roadEdge: token('bg'),
      rail: token('line-3'),
      boundary: token('line-3'),
      inkWater: mix(token('water'), token('ink'), 0.35),
      halo: token('bg'),
    }
  const isOutdoor = (Number.parseFloat(token('edge')) || 1) > 1
  return {
    ...text,
    outside: mix(token('surface-2'), token('bg'), 0.5),
    hatching: token(isOutdoor ? 'line-3' : 'line-2'),
    ground: token(isOutdoor ? 'surface' : 'bg'),
    green: isOutdoor ? token('pine-tint') : mix(token('green'), token('bg'), 0.14),
    water,
    building: isOutdoor ? token('surface-2') : mix(token('track'), token('bg'), 0.7),
    buildingEdge: isOutdoor
      ? mix(token('line-3'), token('surface'), 0.35)
      : mix(token('line-2'), token('bg'), 0.6),
    footpath: isOutdoor ? mix(token('ink-2'), token('surface'), 0.5) : token('line-2'),
    road: token('surface'),
    mainRoad: isOutdoor ? token('surface') : mix(token('amber'), token('surface'), 0.22),
    roadEdge: isOutdoor ? mix(token('ink'), token('surface'), 0.7) : token('line-2'),
    rail: token(isOutdoor ? 'ink' : 'line-3'),
    boundary: token(isOutdoor ? 'ink' : 'line-3'),
    inkWater: mix(token('water'), token('ink'), isOutdoor ? 0 : 0.35),
    halo: token(isOutdoor ? 'surface' : 'bg'),
    widthFactor: isOutdoor ? 1.35 : 1,
  }
}
