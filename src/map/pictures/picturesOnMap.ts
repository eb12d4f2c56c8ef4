import type { Map as LeafletMap } from 'leaflet'
import { PictureLayer } from './pictureLayer.ts'
import type { ShownPicture } from './shownPicture.ts'

/** Which pictures lie under the plan; one that is only moved or paler stays as it is loaded. */
export class PicturesOnMap {
  private readonly map: LeafletMap
  private readonly layers = new Map<string, PictureLayer>()

  constructor(map: LeafletMap) {
    this.map = map
  }

  show(pictures: readonly ShownPicture[]): void {
    const shown = new Map(pictures.map((picture) => [picture.id, picture]))
    for (const [id, layer] of this.layers)
      if (shown.get(id)?.bytes !== layer.bytes) {
        layer.remove()
        this.layers.delete(id)
      }
    for (const [id, picture] of shown) {
      const there = this.layers.get(id)
      if (there) there.take(picture)
      else this.layers.set(id, new PictureLayer(picture).addTo(this.map))
    }
  }

  remove(): void {
    this.show([])
  }
}
