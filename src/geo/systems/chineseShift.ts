// GCJ-02 and BD-09, the systems of Chinese maps: WGS-84 shifted by some hundred metres, differently
// from place to place. Forward by gcoord, to the last digit of what is published; back by iteration
// over that, since published ways back are off by decimetres. That BD-09 is what Baidu does is
// known to tens of metres only: its two public descriptions differ by so much.
import gcoord from 'gcoord'
import type { Corner } from '../corner.ts'

/** All in degrees, lon first. Outside a box around China GCJ-02 is WGS-84, BD-09 is not. */
export const toGcj02 = (wgs84: Corner): Corner =>
  gcoord.transform(wgs84, gcoord.WGS84, gcoord.GCJ02)

export const toBd09 = (wgs84: Corner): Corner => gcoord.transform(wgs84, gcoord.WGS84, gcoord.BD09)

/** Within 0.1 mm. */
export const fromGcj02 = (gcj02: Corner): Corner => backOf(gcj02, toGcj02, 3)

/** Within 0.1 mm of what `toBd09` does. */
export const fromBd09 = (bd09: Corner): Corner => backOf(bd09, toBd09, 4)

/** Each step leaves about a thousandth of the error. */
function backOf(shifted: Corner, forward: (at: Corner) => Corner, steps: number): Corner {
  let [x, y] = shifted
  for (let step = 0; step < steps; step++) {
    const again = forward([x, y])
    x -= again[0] - shifted[0]
    y -= again[1] - shifted[1]
  }
  return [x, y]
}
