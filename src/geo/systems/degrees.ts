// Degrees as people write them.

const signs: Record<string, number> = { N: 1, E: 1, 北: 1, 东: 1, S: -1, W: -1, 南: -1, 西: -1 }

/** `114.31`, `-8,5`, `30.59N`, `东经114.31`, `30°35'24"`, `北纬30度35分24秒`. Null: something else. */
export function readDegrees(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[′’‘＇]/g, "'")
    .replace(/[″“”＂]|''/g, '"')
  const hemisphere = /^(?:([NESW])|([东西南北])[经纬]?)|([NESW])$/i.exec(plain)
  const letter = (hemisphere?.[1] ?? hemisphere?.[2] ?? hemisphere?.[3])?.toUpperCase()
  const bare = hemisphere
    ? plain
        .replace(hemisphere[0], '')
        .trim()
        .replace(/^[:：]\s*/, '')
    : plain
  const match =
    /^([+-]?)(\d{1,10}(?:[.,]\d+)?)(?:\s*[°度º]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:'|分)\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|秒))?)?$/.exec(
      bare,
    )
  if (!match) return null
  const [degrees, minutes, seconds] = [2, 3, 4].map((part) => numberOf(match[part]))
  if (minutes! >= 60 || seconds! >= 60 || (letter && match[1])) return null
  const sign = letter ? signs[letter]! : match[1] === '-' ? -1 : 1
  return sign * (degrees! + minutes! / 60 + seconds! / 3600)
}

const numberOf = (text: string | undefined): number => Number((text ?? '0').replace(',', '.'))
