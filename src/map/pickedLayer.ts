import { divIcon, marker, point, type Map as LeafletMap, type Marker } from 'leaflet'
import type { LatLon } from './mapPin.ts'
import { pinElement, pinSize } from './pinElement.ts'

const stepPixels: Record<string, [number, number]> = {
  ArrowLeft: [-4, 0],
  ArrowRight: [4, 0],
  ArrowUp: [0, -4],
  ArrowDown: [0, 4],
}

/** The pin a person puts: dragged by hand, or moved by arrow keys (with Shift in longer steps). */
export class PickedLayer {
  private readonly map: LeafletMap
  private readonly picked: (at: LatLon) => void
  private readonly label: string
  private pin: Marker | null = null

  constructor(map: LeafletMap, label: string, picked: (at: LatLon) => void) {
    this.map = map
    this.label = label
    this.picked = picked
  }

  show(at: LatLon | null): void {
    if (!at) {
      this.remove()
      return
    }
    if (this.pin) {
      this.pin.setLatLng([at.lat, at.lon])
      return
    }
    this.pin = marker([at.lat, at.lon], {
      icon: divIcon({
        className: 'map-mark',
        html: pinElement({ icon: 'crosshair' }, true),
        iconSize: [pinSize.width, pinSize.height],
        iconAnchor: [pinSize.tipX, pinSize.tipY],
      }),
      draggable: true,
      autoPan: true,
      zIndexOffset: 20_000,
      title: this.label,
    }).addTo(this.map)
    this.pin.on('dragend', () => this.tell())
    const element = this.pin.getElement()
    element?.setAttribute('aria-label', this.label)
    element?.addEventListener('keydown', (event) => {
      const step = stepPixels[event.key]
      if (!step || !this.pin) return
      event.preventDefault()
      // Otherwise the map pans along with the pin.
      event.stopPropagation()
      const times = event.shiftKey ? 5 : 1
      const from = this.map.latLngToLayerPoint(this.pin.getLatLng())
      this.pin.setLatLng(
        this.map.layerPointToLatLng(from.add(point(step[0] * times, step[1] * times))),
      )
      this.tell()
    })
  }

  remove(): void {
    this.pin?.remove()
    this.pin = null
  }

  private tell(): void {
    if (!this.pin) return
    const { lat, lng } = this.pin.getLatLng().wrap()
    this.picked({ lat, lon: lng })
  }
}
