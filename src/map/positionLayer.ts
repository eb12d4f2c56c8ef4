import { circle, divIcon, marker, type Circle, type Map as LeafletMap, type Marker } from 'leaflet'
import type { LatLon } from './mapPin.ts'

// Above the plan and under the pins.
const positionPane = 'positionPane'

/** Where the person is: a dot, and a circle as wide as the phone's own doubt. */
export class PositionLayer {
  private readonly map: LeafletMap
  private dot: Marker | null = null
  private doubt: Circle | null = null

  constructor(map: LeafletMap) {
    this.map = map
    if (!map.getPane(positionPane)) map.createPane(positionPane).style.zIndex = '580'
  }

  show(at: (LatLon & { accuracyMetres: number | null }) | null): void {
    if (!at) {
      this.remove()
      return
    }
    if (this.dot) this.dot.setLatLng([at.lat, at.lon])
    else {
      const element = document.createElement('span')
      element.className = 'map-position'
      this.dot = marker([at.lat, at.lon], {
        icon: divIcon({
          className: 'map-mark',
          html: element,
          iconSize: [22, 22],
          iconAnchor: [11, 11],
        }),
        interactive: false,
        keyboard: false,
        pane: positionPane,
      }).addTo(this.map)
    }
    if (at.accuracyMetres === null) {
      this.doubt?.remove()
      this.doubt = null
    } else if (this.doubt) this.doubt.setLatLng([at.lat, at.lon]).setRadius(at.accuracyMetres)
    else {
      this.doubt = circle([at.lat, at.lon], {
        radius: at.accuracyMetres,
        className: 'map-doubt',
        interactive: false,
      }).addTo(this.map)
    }
  }

  remove(): void {
    this.dot?.remove()
    this.doubt?.remove()
    this.dot = null
    this.doubt = null
  }
}
