// Finding a place by what a thumb types: its code (W-116, w116, 116), its name, a part of either.
import { normaliseCode, type Place } from '#domain/place.ts'

const bare = (code: string): string => normaliseCode(code).replaceAll('-', '')

function distanceOf(place: Place, query: string): number | null {
  const wanted = bare(query)
  const code = bare(place.code)
  if (wanted && code === wanted) return 0
  if (wanted && code.startsWith(wanted)) return 1
  const name = place.name.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  const words = query.normalize('NFKC').toUpperCase().replace(/\s+/g, '')
  if (name.startsWith(words)) return 2
  if (wanted && code.includes(wanted)) return 3
  return name.includes(words) ? 4 : null
}

/**
 * Nearest match first, of equals the shorter name (the building before its doors); nothing while
 * nothing is typed. Places without a code only draw the plan.
 */
export function searchPlaces(query: string, places: readonly Place[], limit: number): Place[] {
  if (!query.trim()) return []
  return places
    .filter((place) => place.code !== '')
    .map((place) => ({ place, distance: distanceOf(place, query) }))
    .filter((each): each is { place: Place; distance: number } => each.distance !== null)
    .sort((a, b) => a.distance - b.distance || a.place.name.length - b.place.name.length)
    .slice(0, limit)
    .map((each) => each.place)
}
