// How far a place comes back from where it was, through the systems of Chinese maps and back. The
// limit is the library's own way back.
import gcoord from 'gcoord'
import type { Corner } from '#geo/corner.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import { fromBd09, fromGcj02, toBd09, toGcj02 } from '#geo/systems/chineseShift.ts'
import type { Figure } from './figures.ts'

/** From the islands to the north-east, every 0.37 degrees. */
const step = 0.37

export function shiftPart(): Figure[] {
  const corners: Corner[] = []
  for (let lon = 74; lon < 135; lon += step)
    for (let lat = 19; lat < 53; lat += step) corners.push([lon, lat])
  const farthest = (there: (at: Corner) => Corner, back: (at: Corner) => Corner): number[] => [
    Math.max(...corners.map((at) => millimetres(at, back(there(at))))),
  ]
  return [
    {
      what: `to GCJ-02 and back, the farthest of ${corners.length.toLocaleString('en')} places`,
      unit: 'mm',
      ours: farthest(toGcj02, fromGcj02),
      limit: farthest(toGcj02, (at) => gcoord.transform(at, gcoord.GCJ02, gcoord.WGS84)),
      most: 1,
    },
    {
      what: '  to BD-09 and back',
      unit: 'mm',
      ours: farthest(toBd09, fromBd09),
      limit: farthest(toBd09, (at) => gcoord.transform(at, gcoord.BD09, gcoord.WGS84)),
      most: 1,
    },
  ]
}

const millimetres = ([lon, lat]: Corner, [toLon, toLat]: Corner): number =>
  1000 * distanceMetres({ lat, lon }, { lat: toLat, lon: toLon })
