import { h, render } from 'vue'
import { icons, type IconName } from '#parts/icons.ts'
import { type DeadlineLevel, deadlineLevel } from '#parts/deadlineLevel.ts'
import type { MapPin } from './mapPin.ts'

// Built as elements, never as HTML: a pin may carry words a person wrote.
const svgNamespace = 'http://www.w3.org/2000/svg'

function svg(
  name: string,
  attributes: Record<string, string>,
  children: SVGElement[] = [],
): SVGElement {
  const element = document.createElementNS(svgNamespace, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

const drawnIcons = new Map<IconName, Element>()

export function iconElement(name: IconName): Element {
  let drawn = drawnIcons.get(name)
  if (!drawn) {
    const host = document.createElement('span')
    render(
      h(icons[name], {
        class: 'map-pin-icon',
        size: 20,
        'aria-hidden': 'true',
        focusable: 'false',
      }),
      host,
    )
    drawn = host.firstElementChild!.cloneNode(true) as Element
    render(null, host)
    drawnIcons.set(name, drawn)
  }
  return drawn.cloneNode(true) as Element
}

/** The deadline dial as in lists: a pie that fills, and a disc with a bang once over. */
function deadlineElement(level: DeadlineLevel, usedShare: number): SVGElement {
  const share = Math.min(1, Math.max(0.04, usedShare))
  const circumference = 2 * Math.PI * 2.9
  const inside =
    level === 'over'
      ? [
          svg('circle', { class: 'disc', cx: '10', cy: '10', r: '9' }),
          svg('path', { class: 'bang', d: 'M10 5v5.8M10 14.6v.1' }),
        ]
      : [
          svg('circle', { class: 'ring', cx: '10', cy: '10', r: '8' }),
          svg('circle', {
            class: 'pie',
            cx: '10',
            cy: '10',
            r: '2.9',
            'stroke-dasharray': `${share * circumference} ${circumference}`,
            transform: 'rotate(-90 10 10)',
          }),
        ]
  return svg(
    'svg',
    { class: `map-pin-deadline ${level}`, viewBox: '-2 -2 24 24', 'aria-hidden': 'true' },
    [svg('circle', { class: 'rim', cx: '10', cy: '10', r: '11.5' }), ...inside],
  )
}

// A circle of radius 17 drawn out to a tip 23 below its middle.
export const teardrop =
  'M18 43.5 C14.5 38.5 1 30 1 18.5 A17 17 0 1 1 35 18.5 C35 30 21.5 38.5 18 43.5 Z'
export const pinSize = { width: 36, height: 45, tipX: 18, tipY: 44 } as const
export const clusterSide = 44

export function pinElement(
  pin: Pick<MapPin, 'icon' | 'usedShare' | 'isMine'>,
  isSelected: boolean,
): HTMLElement {
  const element = document.createElement('span')
  element.className = 'map-pin'
  element.classList.toggle('is-mine', pin.isMine ?? false)
  element.classList.toggle('is-selected', isSelected)
  const drop = svg('svg', { class: 'map-pin-drop', viewBox: '0 0 36 45', 'aria-hidden': 'true' }, [
    svg('path', { class: 'body', d: teardrop }),
    ...(pin.isMine ? [svg('circle', { class: 'mine', cx: '18', cy: '18.5', r: '14' })] : []),
  ])
  element.append(drop, iconElement(pin.icon))
  const level = deadlineLevel(pin.usedShare ?? null)
  if (level !== 'none') element.append(deadlineElement(level, pin.usedShare ?? 0))
  return element
}
