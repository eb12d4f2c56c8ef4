// The words of base maps, loaded with the map and where its files are managed.
import { maps } from './maps.ts'

export const mapsWords = { maps }
