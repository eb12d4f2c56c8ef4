import type { Map as LeafletMap } from 'leaflet'
import type { Ring } from '#domain/grid.ts'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { letteringOf } from '../labelBoard.ts'
import { readBaseMapColours } from './baseMapColours.ts'
import { BaseMapLayer } from './baseMapLayer.ts'
import type { BaseMapLook, BaseMapTrouble } from './baseMapMessages.ts'
import type { OnlineLayers } from './onlineLayers.ts'
import type { ShownBaseMap } from './shownBaseMap.ts'

/** Which base map lies below the plan, if any, and how it looks now. */
export class BaseMapHolder {
  private readonly map: LeafletMap
  private readonly failed: (trouble: BaseMapTrouble) => void
  private readonly tellAway: (isAway: boolean) => void
  private layer: BaseMapLayer | null = null
  private online: OnlineLayers | null = null
  /** The archive's bytes, or the provider. */
  private source: Blob | OnlineMap | null = null
  private language: BaseMapLook['language'] = 'zh'
  private housesElsewhere: readonly Ring[] = []
  private lastLook = ''

  /** @param tellAway hears whether pictures of another provider can be had. */
  constructor(
    map: LeafletMap,
    failed: (trouble: BaseMapTrouble) => void,
    tellAway: (isAway: boolean) => void,
  ) {
    this.map = map
    this.failed = failed
    this.tellAway = tellAway
  }

  show(base: ShownBaseMap | null, locale: string): void {
    this.language = locale.startsWith('zh') ? 'zh' : 'en'
    const source = base && ('online' in base ? base.online : base.bytes)
    if (source === this.source) return this.restyle()
    this.remove()
    if (!base) return
    this.source = source
    if ('online' in base) return void this.showOnline(base.online)
    const look = this.look()
    this.lastLook = JSON.stringify(look)
    this.layer = new BaseMapLayer(base.bytes, look, (trouble) => this.failed(trouble))
    this.layer.addTo(this.map)
  }

  keepHousesOut(rings: readonly Ring[]): void {
    this.housesElsewhere = rings
    this.restyle()
  }

  /** Nothing is drawn anew where it would look the same. */
  restyle(): void {
    if (!this.layer) return
    const look = this.look()
    const written = JSON.stringify(look)
    if (written === this.lastLook) return
    this.lastLook = written
    this.layer.restyle(look)
  }

  remove(): void {
    this.layer?.remove()
    this.layer = null
    this.online?.remove()
    this.online = null
    this.source = null
    this.tellAway(false)
  }

  /** Seldom set up, so loaded only where it is. */
  private async showOnline(online: OnlineMap): Promise<void> {
    const { OnlineLayers } = await import('./onlineLayers.ts')
    if (this.source === online) this.online = new OnlineLayers(this.map, online, this.tellAway)
  }

  private look(): BaseMapLook {
    const host = this.map.getContainer()
    return {
      ...letteringOf(host),
      colours: readBaseMapColours(host),
      language: this.language,
      density: Math.min(2, Math.max(1, window.devicePixelRatio)),
      // A copy: what the app watches cannot be posted.
      housesElsewhere: this.housesElsewhere.map((ring) => ring.map(([lon, lat]) => [lon, lat])),
    }
  }
}
