// Types of places that a patrol may check: doors of people are visited, not checked.
import type { PlaceType } from '#domain/place.ts'

export const pointTypes: readonly PlaceType[] = [
  'building',
  'stairwell',
  'shop',
  'lampPost',
  'point',
]
