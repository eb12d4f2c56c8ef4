// What each scene gets to work with. Coordinates are pixels of a photo of 960 by 720.
import type { Canvas } from '../canvas.ts'
import type { SeededRandom } from '../seededRandom.ts'

export interface SceneLook {
  /**
   * Scenes throw all their dice before they look at `isAfter`, so that before and after show the
   * same place.
   */
  random: SeededRandom
  isAfter: boolean
  plate: string
}

export type Scene = (canvas: Canvas, look: SceneLook) => void
