// What is on the round unless somebody says otherwise: what one walks past, and no lamp-posts.
import type { PlaceType } from '../place.ts'

export const usualPointTypes: readonly PlaceType[] = ['stairwell', 'shop', 'point']
