import {
  divIcon,
  latLngBounds,
  layerGroup,
  marker,
  point,
  type LayerGroup,
  type Map as LeafletMap,
  type Marker,
} from 'leaflet'
import { type DeadlineLevel, deadlineLevel } from '#parts/deadlineLevel.ts'
import { clusterPoints, spreadOffsets, worstLevelOf } from './clusterPoints.ts'
import type { MapPin } from './mapPin.ts'
import { clusterElement, clusterSide, pinElement, pinSize } from './pinElement.ts'

interface PlacedPin {
  pin: MapPin
  level: DeadlineLevel
  x: number
  y: number
}

interface Shown {
  key: string
  /** Anything that changes its look; the same look keeps its element, and with it the focus. */
  look: string
  x: number
  y: number
  members: PlacedPin[]
}

const clusterRadiusPixels = 56
const spreadGapPixels = 30

/**
 * Pins and clusters of pins. Clusters are reckoned once for a scale; moving only changes which of
 * them stand in the page.
 */
export class PinLayer {
  private readonly map: LeafletMap
  private readonly opened: (id: string) => void
  private readonly levelWord: (level: DeadlineLevel) => string
  private readonly group: LayerGroup
  private readonly markers = new Map<string, { marker: Marker; look: string }>()
  private pins: readonly MapPin[] = []
  private selectedId: string | undefined
  private shown: Shown[] = []
  private shownZoom: number | undefined
  private spreadIds = new Set<string>()

  constructor(
    map: LeafletMap,
    opened: (id: string) => void,
    levelWord: (level: DeadlineLevel) => string,
  ) {
    this.map = map
    this.opened = opened
    this.levelWord = levelWord
    this.group = layerGroup().addTo(map)
    map.on('moveend', this.refresh, this)
  }

  show(pins: readonly MapPin[], selectedId: string | undefined): void {
    this.pins = pins
    this.selectedId = selectedId
    this.shownZoom = undefined
    this.refresh()
  }

  remove(): void {
    this.map.off('moveend', this.refresh, this)
    this.group.remove()
    this.markers.clear()
  }

  private refresh(): void {
    const zoom = this.map.getZoom()
    if (zoom === undefined) return
    if (zoom !== this.shownZoom) {
      if (this.shownZoom !== undefined) this.spreadIds.clear()
      this.shown = this.reckon(zoom)
      this.shownZoom = zoom
    }
    const bounds = this.map.getPixelBounds()
    const inView = this.shown.filter(
      ({ x, y }) =>
        x > bounds.min!.x - 150 &&
        x < bounds.max!.x + 150 &&
        y > bounds.min!.y - 150 &&
        y < bounds.max!.y + 150,
    )
    const keys = new Set(inView.map((shown) => shown.key))
    for (const [key, { marker: old }] of this.markers) {
      if (keys.has(key)) continue
      this.group.removeLayer(old)
      this.markers.delete(key)
    }
    for (const shown of inView) this.put(shown, zoom)
  }

  private reckon(zoom: number): Shown[] {
    const loose: PlacedPin[] = []
    const alone: PlacedPin[] = []
    const spread: PlacedPin[] = []
    for (const pin of this.pins) {
      const { x, y } = this.map.project([pin.lat, pin.lon], zoom)
      const placed = { pin, level: deadlineLevel(pin.usedShare ?? null), x, y }
      if (this.spreadIds.has(pin.id)) spread.push(placed)
      else if (pin.id === this.selectedId) alone.push(placed)
      else loose.push(placed)
    }
    const middle = {
      x: spread.reduce((sum, { x }) => sum + x, 0) / spread.length,
      y: spread.reduce((sum, { y }) => sum + y, 0) / spread.length,
    }
    for (const [index, offset] of spreadOffsets(spread.length, spreadGapPixels).entries()) {
      alone.push({ ...spread[index]!, x: middle.x + offset.x, y: middle.y + offset.y })
    }
    const groups = [
      ...clusterPoints(loose, clusterRadiusPixels),
      ...alone.map((placed) => ({ x: placed.x, y: placed.y, members: [placed] })),
    ]
    return groups.map(({ x, y, members }) => {
      const { pin } = members[0]!
      if (members.length === 1) {
        const isSelected = pin.id === this.selectedId
        const look = [pin.icon, pin.usedShare?.toFixed(2), pin.isMine, isSelected, pin.title].join(
          ' ',
        )
        return { key: `pin ${pin.id}`, look, x, y, members }
      }
      const { level, share } = worstLevelOf(members)
      return {
        key: `cluster ${pin.id}`,
        look: `${members.length} ${level} ${share}`,
        x,
        y,
        members,
      }
    })
  }

  private put(shown: Shown, zoom: number): void {
    const at = this.map.unproject([shown.x, shown.y], zoom)
    const old = this.markers.get(shown.key)
    if (old?.look === shown.look) {
      old.marker.setLatLng(at)
      return
    }
    const made =
      shown.members.length === 1
        ? this.pinMarker(shown.members[0]!.pin)
        : this.clusterMarker(shown.members)
    const hadFocus = old?.marker.getElement() === document.activeElement
    if (old) this.group.removeLayer(old.marker)
    made.setLatLng(at).addTo(this.group)
    const element = made.getElement()
    element?.setAttribute('aria-label', made.options.title ?? '')
    element?.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      made.fire('click')
    })
    if (hadFocus) element?.focus({ preventScroll: true })
    this.markers.set(shown.key, { marker: made, look: shown.look })
  }

  private pinMarker(pin: MapPin): Marker {
    const isSelected = pin.id === this.selectedId
    const level = deadlineLevel(pin.usedShare ?? null)
    const title = level === 'none' ? pin.title : `${pin.title} · ${this.levelWord(level)}`
    return marker([pin.lat, pin.lon], {
      icon: divIcon({
        className: 'map-mark',
        html: pinElement(pin, isSelected),
        iconSize: [pinSize.width, pinSize.height],
        iconAnchor: [pinSize.tipX, pinSize.tipY],
      }),
      title,
      zIndexOffset: isSelected ? 10_000 : 0,
    }).on('click', () => this.opened(pin.id))
  }

  private clusterMarker(members: readonly PlacedPin[]): Marker {
    const { level, share } = worstLevelOf(members)
    return marker([0, 0], {
      icon: divIcon({
        className: 'map-mark',
        html: clusterElement(members.length, level, share),
        iconSize: [clusterSide, clusterSide],
        iconAnchor: [clusterSide / 2, clusterSide / 2],
      }),
      title:
        level === 'none' ? String(members.length) : `${members.length} · ${this.levelWord(level)}`,
    }).on('click', () => this.openCluster(members))
  }

  private openCluster(members: readonly PlacedPin[]): void {
    const bounds = latLngBounds(members.map(({ pin }) => [pin.lat, pin.lon]))
    const closest = this.map.getMaxZoom()
    const size = this.map
      .project(bounds.getSouthEast(), closest)
      .subtract(this.map.project(bounds.getNorthWest(), closest))
    if (Math.max(size.x, size.y) > clusterRadiusPixels && this.map.getZoom() < closest) {
      this.map.fitBounds(bounds, {
        padding: point(70, 70),
        maxZoom: Math.max(this.map.getZoom() + 1, this.map.getBoundsZoom(bounds) - 0.5),
      })
      return
    }
    // The very same spot, such as several floors of one stairwell: no scale parts them, so they
    // step aside.
    this.spreadIds = new Set(members.map(({ pin }) => pin.id))
    this.shownZoom = undefined
    this.refresh()
  }
}
