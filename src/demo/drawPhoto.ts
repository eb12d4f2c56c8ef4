// Photos of the invented community: drawn, so that nobody's home is shown. demoAlbum.ts asks for
// them; the same options give the same bytes.
import { Canvas } from './canvas.ts'
import { encodePng } from './png.ts'
import { branchScene } from './scenes/branchScene.ts'
import { corridorScene } from './scenes/corridorScene.ts'
import { doorScene } from './scenes/doorScene.ts'
import { extinguisherScene } from './scenes/extinguisherScene.ts'
import { facadeScene } from './scenes/facadeScene.ts'
import { fireLaneScene } from './scenes/fireLaneScene.ts'
import { garbageScene } from './scenes/garbageScene.ts'
import { lampScene } from './scenes/lampScene.ts'
import { leaningWallScene } from './scenes/leaningWallScene.ts'
import { lobbyScene } from './scenes/lobbyScene.ts'
import { manholeScene } from './scenes/manholeScene.ts'
import type { Scene } from './scenes/scene.ts'
import { wallScene } from './scenes/wallScene.ts'
import { seededRandom } from './seededRandom.ts'

const scenes = {
  wall: wallScene,
  facade: facadeScene,
  corridor: corridorScene,
  lobby: lobbyScene,
  lamp: lampScene,
  garbage: garbageScene,
  manhole: manholeScene,
  leaningWall: leaningWallScene,
  fireLane: fireLaneScene,
  branch: branchScene,
  extinguisher: extinguisherScene,
  door: doorScene,
} satisfies Record<string, Scene>

export type SceneName = keyof typeof scenes

export interface PhotoOptions {
  scene: SceneName
  /** Colours and places of things. Before and after of one place share their seed. */
  seed: number
  isAfter?: boolean
  /** What the number plate in the picture says; digits, hyphens and W. */
  plate?: string
}

export const photoSize = { width: 960, height: 720, thumbFactor: 4 } as const

export function drawPhoto(options: PhotoOptions): { full: Uint8Array; thumb: Uint8Array } {
  const canvas = new Canvas(photoSize.width, photoSize.height)
  scenes[options.scene](canvas, {
    random: seededRandom(options.seed),
    isAfter: options.isAfter ?? false,
    plate: options.plate ?? '',
  })
  return { full: encodePng(canvas), thumb: encodePng(canvas.shrunkBy(photoSize.thumbFactor)) }
}
