// In the page: what is drawn of the base map, by its pixels.

/** Which share of it has the colour of roads, in per cent, and how many pixels are ink. */
export function baseMapPixels(): { road: number; ink: number } {
  const style = getComputedStyle(document.documentElement)
  const colourOf = (name: string): number[] => {
    const hex = style.getPropertyValue(name).trim().slice(1)
    const six = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
    return [0, 2, 4].map((at) => parseInt(six.slice(at, at + 2), 16))
  }
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches
  const road = colourOf(isDark ? '--gw-line-2' : '--gw-surface')
  const ink = colourOf('--gw-ink-2')
  let [all, roads, inks] = [0, 0, 0]
  for (const tile of document.querySelectorAll<HTMLCanvasElement>('.base-map canvas')) {
    const copy = new OffscreenCanvas(tile.width, tile.height).getContext('2d')!
    copy.drawImage(tile, 0, 0)
    const { data } = copy.getImageData(0, 0, tile.width, tile.height)
    const is = (at: number, colour: number[], apart: number): boolean =>
      colour.every((value, i) => Math.abs(value - data[at + i]!) <= apart)
    for (let at = 0; at < data.length; at += 4) {
      all++
      if (is(at, road, 3)) roads++
      // Thin strokes are seldom all ink; nothing else here comes near it.
      else if (is(at, ink, 60)) inks++
    }
  }
  return { road: all ? (100 * roads) / all : 0, ink: inks }
}
