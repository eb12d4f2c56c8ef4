// A QR code as one SVG path.
import { encode } from 'uqr'

export interface QrPicture {
  /** Runs of dark cells, a row after the other. */
  path: string
  /** Cells of a side; the quiet zone of two cells is part of the picture. */
  size: number
}

/** Level M: some 15 % of it may be dirty or torn. */
export function qrPicture(text: string): QrPicture {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  let path = ''
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      let end = x
      while (row[end]) end++
      path += `M${x} ${y}h${end - x}v1h${x - end}z`
      x = end
    }
  })
  return { path, size }
}
