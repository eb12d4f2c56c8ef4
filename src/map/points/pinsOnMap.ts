// The pins of a map with what a finger, a mouse and a keyboard do to them. The map is one stop of
// the keyboard: arrows and + − are Leaflet's, [ and ] go from mark to mark, Enter opens.
import type { LeafletMouseEvent, Map as LeafletMap } from 'leaflet'
import { deadlineLevel, type DeadlineLevel } from '#parts/deadlineLevel.ts'
import type { XY } from '#geo/plane.ts'
import type { MapPin } from '../mapPin.ts'
import type { Mark } from './marks.ts'
import type { PinSet } from './pinSet.ts'
import type { PinStyle } from './pinStyle.ts'
import { PointLayer } from './pointLayer.ts'
import { SelectedPin } from './selectedPin.ts'

export interface PinWords {
  titleOf(id: string): string
  levelWord(level: DeadlineLevel): string
  /** @param over of its pins, how many are over their limit. */
  clusterWords(count: number, over: number): string
  noneWords(): string
}

export interface PinEars {
  opened(id: string): void
  /** For whoever does not see the map. */
  spoken(words: string): void
}

const pane = 'pinPane'
/** By what is printed on the key, and by its place where another alphabet prints other letters. */
const steps: ReadonlyMap<string, 1 | -1> = new Map([
  ['[', -1],
  [']', 1],
  ['BracketLeft', -1],
  ['BracketRight', 1],
])

export class PinsOnMap {
  private readonly layer: PointLayer
  private readonly words: PinWords
  private readonly ears: PinEars
  private readonly controller = new AbortController()

  constructor(map: LeafletMap, pins: PinSet, style: PinStyle, words: PinWords, ears: PinEars) {
    this.words = words
    this.ears = ears
    // Above the person's position, under what stands as an element.
    map.createPane(pane).style.zIndex = '590'
    this.layer = new PointLayer(
      pins,
      style,
      pane,
      new SelectedPin((id) => ears.opened(id), this.wordsOfPin),
    )
    this.layer.addTo(map)
    const host = map.getContainer()
    const options = { signal: this.controller.signal }
    host.addEventListener('keydown', (event) => this.press(event, host), options)
    host.addEventListener('blur', () => this.layer.focus(null), options)
    map.on('mousemove', (event: LeafletMouseEvent) => this.point(event, map.getPane(pane)))
  }

  select = (id: string | undefined): void => this.layer.select(id)
  restyle = (style: PinStyle): void => this.layer.restyle(style)
  isOn = (at: XY): boolean => this.layer.markAt(at) !== null

  /** True when something was there. @param at in layer pixels. */
  tap(at: XY): boolean {
    const mark = this.layer.markAt(at)
    if (mark) this.open(mark)
    return mark !== null
  }

  remove(): void {
    this.controller.abort()
    this.layer.remove()
  }

  private open(mark: Mark): void {
    if (mark.pin) this.ears.opened(mark.pin.id)
    else this.layer.open(mark)
  }

  private press(event: KeyboardEvent, host: HTMLElement): void {
    if (event.target !== host || event.altKey || event.ctrlKey || event.metaKey) return
    const by = steps.get(event.key) ?? steps.get(event.code)
    const focused = this.layer.focused
    if (by) {
      const next = this.layer.beside(by)
      this.layer.focus(next?.key ?? null)
      this.ears.spoken(next ? this.wordsOf(next) : this.words.noneWords())
    } else if (event.key === 'Enter' && focused) this.open(focused)
    else return
    event.preventDefault()
  }

  private point({ layerPoint }: LeafletMouseEvent, shown: HTMLElement | undefined): void {
    const mark = this.layer.markAt(layerPoint)
    const canvas = shown?.firstElementChild
    if (!mark) canvas?.removeAttribute('title')
    else canvas?.setAttribute('title', this.wordsOf(mark))
  }

  private readonly wordsOf = (mark: Mark): string =>
    mark.pin ? this.wordsOfPin(mark.pin) : this.words.clusterWords(mark.count, mark.over)

  private readonly wordsOfPin = (pin: MapPin): string => {
    const level = deadlineLevel(pin.usedShare ?? null)
    const title = this.words.titleOf(pin.id)
    return level === 'none' ? title : `${title} · ${this.words.levelWord(level)}`
  }
}
