// Writes time and place into a copy of the photo: light text on a dark band at the lower left. Part
// of the photo worker.

/** Fonts a phone has; Chinese first so that Han characters do not come out in a Japanese face. */
const stampFont = (px: number): string =>
  `500 ${px}px "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", system-ui, sans-serif`

/** Text of 1/44 of the longest side (44 px at 1920), smaller only when a line would not fit. */
export function drawStamp(context: OffscreenCanvasRenderingContext2D, lines: string[]): void {
  const { width, height } = context.canvas
  const room = { width: width * 0.94, height: height * 0.5 }
  let px = Math.max(12, Math.round(Math.max(width, height) / 44))
  const widest = (): number => {
    context.font = stampFont(px)
    return Math.max(...lines.map((line) => context.measureText(line).width))
  }
  const fits = (): boolean =>
    widest() + px * 1.2 <= room.width && lines.length * px * 1.4 + px * 0.8 <= room.height
  while (px > 12 && !fits()) px -= 1

  const padding = px * 0.6
  const lineHeight = px * 1.4
  const band = {
    width: Math.min(width, widest() + 2 * padding),
    height: lines.length * lineHeight + padding,
  }
  const left = px * 0.6
  const top = height - band.height - px * 0.6
  context.fillStyle = 'rgba(0, 0, 0, 0.62)'
  context.fillRect(left, top, band.width, band.height)
  context.fillStyle = '#fff'
  context.textBaseline = 'middle'
  lines.forEach((line, index) => {
    context.fillText(
      line,
      left + padding,
      top + padding / 2 + lineHeight * (index + 0.5),
      width - left - 2 * padding,
    )
  })
}

/** Stands for a picture that cannot be drawn yet. */
export function namePlate(word: string): OffscreenCanvas {
  const canvas = new OffscreenCanvas(240, 180)
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) throw new Error('no 2d context')
  context.fillStyle = '#5b6963'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#fff'
  context.font = stampFont(40)
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(word, canvas.width / 2, canvas.height / 2)
  return canvas
}
