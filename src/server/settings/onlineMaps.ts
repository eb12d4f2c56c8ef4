// Maps of other providers, as the operator names them in a file of JSON. Read strictly: what is
// wrong is a sentence, and the server does not start.
import * as v from 'valibot'
import { type OnlineMap, onlineMapLimits } from '#domain/onlineMap.ts'
import { isLoopback } from './loopback.ts'

const line = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(most),
    v.check((text) => !/\p{Cc}/u.test(text), 'no control characters'),
  )
const filled = (most: number) => v.pipe(line(most), v.minLength(1, 'must not be empty'))
const zoom = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(22))

const OnlineMapSchema = v.pipe(
  v.strictObject({
    name: filled(onlineMapLimits.nameCharacters),
    layers: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(onlineMapLimits.layers)),
    system: v.picklist(['wgs84', 'gcj02']),
    minZoom: zoom,
    maxZoom: zoom,
    attribution: filled(onlineMapLimits.lineCharacters),
    approvalNumber: v.optional(line(onlineMapLimits.lineCharacters), ''),
  }),
  v.check(({ minZoom, maxZoom }) => minZoom <= maxZoom, 'minZoom must not be above maxZoom'),
)
const FileSchema = v.pipe(
  v.array(OnlineMapSchema),
  v.maxLength(onlineMapLimits.maps, `at most ${onlineMapLimits.maps} maps`),
  v.check(
    (maps) => new Set(maps.map(({ name }) => name)).size === maps.length,
    'two maps have the same name',
  ),
)

/**
 * @param text what stands in the file: a list of maps.
 * @returns them, or what is wrong, without what an address holds: it may be a key.
 */
export function readOnlineMaps(
  text: string,
  publicUrl: string,
): { maps: OnlineMap[] } | { wrong: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { wrong: 'it is not JSON' }
  }
  const read = v.safeParse(FileSchema, json)
  if (!read.success) {
    const [issue] = read.issues
    const path = v.getDotPath(issue)
    return { wrong: path === null ? issue.message : `${path}: ${issue.message}` }
  }
  const ourHost = new URL(publicUrl).host
  for (const [i, { layers }] of read.output.entries())
    for (const [j, layer] of layers.entries()) {
      const wrong = whyNotTemplate(layer, ourHost)
      if (wrong) return { wrong: `${i}.layers.${j}: ${wrong}` }
    }
  return { maps: read.output }
}

/** Plain http only from this machine, where somebody tries it. */
function whyNotTemplate(template: string, ourHost: string): string | null {
  const unknown = (template.match(/\{[^}]*\}?/g) ?? []).find((each) => !/^\{[zxy]\}$/.test(each))
  if (unknown !== undefined) return `${unknown} is none of {z}, {x} and {y}`
  if (!['{z}', '{x}', '{y}'].every((each) => template.includes(each)))
    return '{z}, {x} and {y} must each stand in it'
  if (/^[^/]*\/\/[^/?#]*[{}]/.test(template) || !URL.canParse(template))
    return 'it must be an address such as https://tiles.example.org/{z}/{x}/{y}.png'
  const { protocol, hostname, host, username, password } = new URL(template)
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
    return 'it must begin with https://'
  if (username !== '' || password !== '') return 'it must hold no user and no password'
  return host === ourHost ? 'it must be another host than this server’s' : null
}
