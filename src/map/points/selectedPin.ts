import { divIcon, marker, type Map as LeafletMap, type Marker } from 'leaflet'
import type { MapPin } from '../mapPin.ts'
import { pinElement, pinSize } from '../pinElement.ts'
import type { XY } from '#geo/plane.ts'

/** The one selected pin, an element above the drawn ones. */
export class SelectedPin {
  private readonly opened: (id: string) => void
  private readonly titleOf: (pin: MapPin) => string
  private shown: { pin: MapPin; marker: Marker } | null = null

  constructor(opened: (id: string) => void, titleOf: (pin: MapPin) => string) {
    this.opened = opened
    this.titleOf = titleOf
  }

  /** @param at in layer pixels. */
  show(map: LeafletMap, pin: MapPin, at: XY): void {
    const there = map.layerPointToLatLng([at.x, at.y])
    if (this.shown?.pin === pin) {
      this.shown.marker.setLatLng(there)
      return
    }
    this.remove()
    const made = marker(there, {
      icon: divIcon({
        className: 'map-mark',
        html: pinElement(pin, true),
        iconSize: [pinSize.width, pinSize.height],
        iconAnchor: [pinSize.tipX, pinSize.tipY],
      }),
      title: this.titleOf(pin),
      // The map is one stop of the keyboard and says itself what is on it.
      keyboard: false,
      zIndexOffset: 10_000,
    })
      .on('click', () => this.opened(pin.id))
      .addTo(map)
    made.getElement()?.setAttribute('aria-hidden', 'true')
    this.shown = { pin, marker: made }
  }

  remove(): void {
    this.shown?.marker.remove()
    this.shown = null
  }
}
