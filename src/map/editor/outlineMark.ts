// One mark of the outline: a corner, or the handle amid an edge. Drawn by hand, moved by finger or
// mouse; what its keys do is said by the layer.
import { divIcon, marker, type LatLng, type LatLngTuple, type Map, type Marker } from 'leaflet'
import { markElement, markSide } from './outlineElements.ts'
import type { OutlinePoint } from './outlineView.ts'

export interface MarkState {
  at: LatLngTuple
  label: string
  isTabStop: boolean
  isSelected: boolean
  /** A tap here closes the ring. */
  isClosing: boolean
  isShared: boolean
}

export interface MarkHands {
  tapped(point: OutlinePoint): void
  pressed(point: OutlinePoint, event: KeyboardEvent): void
  focused(point: OutlinePoint): void
  dragStarted(point: OutlinePoint): void
  /** Where the finger is; the mark goes to where it is told. */
  dragged(to: LatLng): LatLngTuple
  dragEnded(): void
}

const zIndex = { edge: 5_000, corner: 10_000, selected: 20_000 } as const

export class OutlineMark {
  private readonly pin: Marker
  private readonly point: OutlinePoint
  private readonly element: HTMLElement

  constructor(map: Map, point: OutlinePoint, at: LatLngTuple, hands: MarkHands) {
    this.point = point
    const side = markSide[point.kind]
    this.pin = marker(at, {
      icon: divIcon({
        className: `map-mark outline-mark is-${point.kind}`,
        html: markElement(point.kind),
        iconSize: [side, side],
      }),
      draggable: true,
      autoPan: true,
      keyboard: false,
    }).addTo(map)
    this.pin.on('click', () => hands.tapped(point))
    this.pin.on('dragstart', () => {
      this.element.classList.add('is-held')
      hands.dragStarted(point)
    })
    this.pin.on('drag', () => this.pin.setLatLng(hands.dragged(this.pin.getLatLng())))
    this.pin.on('dragend', () => {
      this.element.classList.remove('is-held')
      hands.dragEnded()
    })
    this.element = this.pin.getElement()!
    this.element.setAttribute('role', 'button')
    this.element.addEventListener('keydown', (event) => hands.pressed(point, event))
    this.element.addEventListener('focus', () => hands.focused(point))
  }

  show(state: MarkState): void {
    this.pin.setLatLng(state.at)
    this.pin.setZIndexOffset(state.isSelected ? zIndex.selected : zIndex[this.point.kind])
    this.element.setAttribute('aria-label', state.label)
    this.element.title = state.label
    this.element.tabIndex = state.isTabStop ? 0 : -1
    this.element.classList.toggle('is-selected', state.isSelected)
    this.element.classList.toggle('is-closing', state.isClosing)
    this.element.classList.toggle('is-shared', state.isShared)
    if (this.point.kind === 'corner')
      this.element.setAttribute('aria-pressed', String(state.isSelected))
  }

  focus(): void {
    this.element.focus({ preventScroll: true })
  }

  remove(): void {
    this.pin.remove()
  }
}
