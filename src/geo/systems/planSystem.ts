// The coordinate systems that a plan may come in, and what a file's own words for one mean.

/**
 * `shiftedBack`: WGS-84 from which the shift of GCJ-02 was taken though it was not in it.
 * CGCS2000 is WGS-84 to half a metre, and is treated as such.
 */
export type NamedSystem = 'wgs84' | 'cgcs2000' | 'gcj02' | 'bd09' | 'shiftedBack'

/**
 * Besides named ones CGCS2000 in metres, by Gauss and Krüger: by zone of three or six degrees,
 * whose number may stand before the easting, or by meridian in degrees; or what a .prj says.
 */
export type PlanSystem =
  NamedSystem | { zone: number; width: 3 | 6 } | { meridian: number } | { prj: string }

/**
 * Of the text of a .prj or the name of a crs. Null where it is not known or cannot be converted
 * without parameters of the place, as Xian 80 and Beijing 54.
 */
export function systemOf(text: string): PlanSystem | null {
  if (text.includes('[')) return systemOfWkt(text.trim())
  if (/CRS:?84$/i.test(text.trim())) return 'wgs84'
  const code = /EPSG.*?(\d{4,5})$/i.exec(text.trim())?.[1]
  return code ? systemOfEpsg(Number(code)) : null
}

/** Of the short list that Chinese plans use. */
function systemOfEpsg(code: number): PlanSystem | null {
  if (code === 4326) return 'wgs84'
  if (code === 4490) return 'cgcs2000'
  if (code === 3857) return { prj: 'EPSG:3857' }
  if (code >= 4491 && code <= 4501) return { zone: code - 4491 + 13, width: 6 }
  if (code >= 4502 && code <= 4512) return { meridian: 75 + 6 * (code - 4502) }
  if (code >= 4513 && code <= 4533) return { zone: code - 4513 + 25, width: 3 }
  if (code >= 4534 && code <= 4554) return { meridian: 75 + 3 * (code - 4534) }
  return null
}

function systemOfWkt(text: string): PlanSystem | null {
  if (/xian|beijing|krasovsky|krassowsky|1980|1954/i.test(text)) return null
  const isChina2000 = /cgcs_?2000|china_2000|china[_ ]geodetic[_ ]coordinate[_ ]system/i.test(text)
  const isWgs84 = /wgs[_ ]?(19)?84|world geodetic system 1984/i.test(text)
  if (!isChina2000 && !isWgs84) return null
  if (/^(PROJCS|PROJCRS)\b/i.test(text)) return { prj: text }
  return isChina2000 ? 'cgcs2000' : 'wgs84'
}

/** Three degrees: 25 to 45; six: 13 to 23. */
export const meridianOf = (zone: number, width: 3 | 6): number =>
  width === 3 ? 3 * zone : 6 * zone - 3
