// From any system that a plan comes in to WGS-84.
import type { Corner } from '../corner.ts'
import { fromBd09, fromGcj02, toGcj02 } from './chineseShift.ts'
import { meridianOf, type PlanSystem } from './planSystem.ts'

/** A corner as the file has it → lon, lat in degrees; NaN for both where there is no such place. */
export type ToWgs84 = (corner: Corner) => Corner

/**
 * `isExchanged`: the file has north before east, or latitude before longitude. Null where the .prj
 * cannot be read. What converts metres is loaded only where there are any.
 */
export async function toWgs84(system: PlanSystem, isExchanged = false): Promise<ToWgs84 | null> {
  const convert = typeof system === 'string' ? named[system] : await fromMetres(system)
  if (!convert || !isExchanged) return convert
  return ([y, x]) => convert([x, y])
}

const named = {
  wgs84: (corner: Corner): Corner => corner,
  cgcs2000: (corner: Corner): Corner => corner,
  gcj02: fromGcj02,
  bd09: fromBd09,
  shiftedBack: toGcj02,
}

async function fromMetres(system: Exclude<PlanSystem, string>): Promise<ToWgs84 | null> {
  const { default: proj4 } = await import('proj4')
  const from = (definition: string): ToWgs84 => {
    const { inverse } = proj4(definition)
    return (corner) => {
      try {
        const [lon, lat] = inverse(corner)
        return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : [NaN, NaN]
      } catch {
        return [NaN, NaN]
      }
    }
  }
  if ('meridian' in system) return from(gaussKrueger(system.meridian))
  if ('zone' in system) return fromZones(system.width, system.zone, from)
  try {
    return from(system.prj)
  } catch {
    return null
  }
}

/** A number before the easting goes before the zone that was named: a file may span two of them. */
function fromZones(width: 3 | 6, zone: number, from: (definition: string) => ToWgs84): ToWgs84 {
  const zones = new Map<number, ToWgs84>()
  return ([x, y]) => {
    const before = Math.floor(x / 1_000_000)
    const own = before > 0 ? before : zone
    if (own < 1 || own > (width === 3 ? 120 : 60)) return [NaN, NaN]
    const convert = zones.get(own) ?? from(gaussKrueger(meridianOf(own, width)))
    zones.set(own, convert)
    return convert([before > 0 ? x - before * 1_000_000 : x, y])
  }
}

/** On the ellipsoid of CGCS2000; the easting of the meridian is 500 000. */
const gaussKrueger = (meridian: number): string =>
  `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs`
