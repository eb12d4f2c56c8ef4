// The lines of an outline under edit and of its neighbours; a crossing in red with a bang at it.
import {
  divIcon,
  layerGroup,
  marker,
  polygon,
  polyline,
  type LatLngTuple,
  type LayerGroup,
  type Map as LeafletMap,
} from 'leaflet'
import type { Corner } from '#geo/corner.ts'
import { isCut, ringsOf } from '#geo/outlineRings.ts'
import type { Corners } from '#geo/ringEdits.ts'
import type { Outline } from '#geo/sharedCorners.ts'
import { bangElement } from './outlineElements.ts'
import type { CrossingRing, OutlineView } from './outlineView.ts'

const paneName = 'outline'
export const toLatLng = ([lon, lat]: Corner): LatLngTuple => [lat, lon]

export class OutlineLines {
  private readonly lines: LayerGroup

  constructor(map: LeafletMap) {
    // Above the plan and below the marks; told in words beside the map.
    const pane = map.getPane(paneName) ?? map.createPane(paneName)
    pane.classList.add('outline-pane')
    pane.setAttribute('aria-hidden', 'true')
    this.lines = layerGroup().addTo(map)
  }

  show({ outline, crossings }: OutlineView): void {
    this.lines.clearLayers()
    for (const { ring, isLine } of outline.neighbours) this.draw(ring, !isLine, 'outline-neighbour')
    this.drawPolygon(outline)
    if (isCut(outline)) this.draw(outline.ring, false, 'outline-cut')
    else if (!outline.isClosed) this.draw(outline.ring, false, 'outline-ring is-open')
    for (const crossing of crossings) this.drawCrossing(outline, crossing)
  }

  remove(): void {
    this.lines.remove()
  }

  /** With its holes left out, such as are closed. */
  private drawPolygon(outline: Outline): void {
    const rings = ringsOf(outline).filter((ring) => ring !== outline.ring || outline.isClosed)
    if (ringsOf(outline)[0] !== rings[0]) return
    const options = { pane: paneName, className: 'outline-ring', interactive: false }
    this.lines.addLayer(
      polygon(
        rings.map((ring) => ring.map(toLatLng)),
        { ...options, smoothFactor: 0 },
      ),
    )
  }

  private draw(ring: Corners, isClosed: boolean, className: string): void {
    if (ring.length < 2) return
    const options = { pane: paneName, className, interactive: false, smoothFactor: 0 }
    const places = ring.map(toLatLng)
    this.lines.addLayer(
      isClosed && places.length > 2 ? polygon(places, options) : polyline(places, options),
    )
  }

  private drawCrossing({ ring, neighbours }: OutlineView['outline'], told: CrossingRing): void {
    const { first, second, at } = told.crossing
    const corners =
      told.neighbourId === null ? ring : neighbours.find(({ id }) => id === told.neighbourId)?.ring
    if (!corners) return
    for (const index of [first, second]) {
      const edge = [corners[index]!, corners[(index + 1) % corners.length]!]
      this.draw(edge, false, 'outline-crossing')
    }
    const icon = divIcon({ className: 'map-mark', html: bangElement(), iconSize: [28, 28] })
    const options = { icon, interactive: false, keyboard: false, zIndexOffset: 30_000 }
    this.lines.addLayer(marker(toLatLng(at), options))
  }
}
