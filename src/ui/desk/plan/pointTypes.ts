// Types of places that a patrol may check: doors of people are visited, not checked.
import type { PlaceType } from '#domain/place.ts'

export const pointTypes: readonly PlaceType[] = [
  'building',
  'stairwell',
  'shop',
  'lampPost',
  'point',
]

/** What is on the round unless somebody says otherwise: what one walks past, and no lamp-posts. */
export const usualPointTypes: readonly PlaceType[] = ['stairwell', 'shop', 'point']
