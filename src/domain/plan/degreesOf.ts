// A coordinate as people write it: `30.5928`, `30,5928`, `30.59N`, `东经114.31`, `30°35′24″`.

const sign = { s: -1, w: -1, 南: -1, 西: -1 } as Record<string, number | undefined>
const directions = /(north|south|east|west|北纬|南纬|东经|西经|[nsew北南东西])/iu
const parts =
  /^([+-]?\d+(?:\.\d+)?)(?:[°度](?:(\d+(?:\.\d+)?)(?:['′’分](?:(\d+(?:\.\d+)?)(?:["″”秒]|''|′′)?)?)?)?)?$/u

/** Degrees or metres, whichever it is; null where it is no number. */
export function degreesOf(text: string): number | null {
  const said = text.normalize('NFKC').trim()
  const direction = directions.exec(said)?.[0].slice(0, 1).toLowerCase()
  const bare = said
    .replace(directions, '')
    .replace(/\s+/g, '')
    .replace(/^([+-]?\d+),(\d+)$/, '$1.$2')
  const match = parts.exec(bare)
  if (!match) return null
  const [, degrees, minutes = '0', seconds = '0'] = match
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return null
  const size = Math.abs(Number(degrees)) + Number(minutes) / 60 + Number(seconds) / 3600
  const turned = (degrees!.startsWith('-') ? -1 : 1) * (sign[direction ?? ''] ?? 1)
  return Number.isFinite(size) ? turned * size : null
}
