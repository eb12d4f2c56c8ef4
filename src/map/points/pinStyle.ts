import { letteringOf, type Lettering } from '../labelBoard.ts'

/** Colours and letters of pins, from the tokens of the page around the map. */
export interface PinStyle {
  lettering: Lettering
  body: string
  onBody: string
  rim: string
  focus: string
  over: string
  onOver: string
  soon: string
  within: string
}

export function readPinStyle(host: Element): PinStyle {
  const style = getComputedStyle(host)
  const token = (name: string): string => style.getPropertyValue(`--gw-${name}`).trim()
  return {
    lettering: letteringOf(host),
    body: token('tip'),
    onBody: token('on-tip'),
    rim: token('surface'),
    focus: token('pine'),
    over: token('red'),
    onOver: token('on-red'),
    soon: token('amber'),
    within: token('green'),
  }
}
