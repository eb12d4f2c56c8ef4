/**
 * Colours of the drawn plan, taken from the tokens so that every theme has its own without a second
 * palette.
 */
export interface MapColours {
  outside: string
  ground: string
  area: string
  tree: string
  path: string
  pathEdge: string
  building: string
  buildingEdge: string
  checked: string
  partlyChecked: string
  checkedEdge: string
  onChecked: string
  border: string
  ink: string
  inkSoft: string
  pine: string
  onPine: string
  surface: string
  edgePixels: number
}

/** What a token of the look says on this element. */
export function tokensOf(element: Element): (name: string) => string {
  const style = getComputedStyle(element)
  return (name) => style.getPropertyValue(`--gw-${name}`).trim()
}

export function readMapColours(element: Element = document.documentElement): MapColours {
  const token = tokensOf(element)
  const edgePixels = Number.parseFloat(token('edge')) || 1
  const shared = {
    ink: token('ink'),
    inkSoft: token('ink-2'),
    pine: token('pine'),
    onPine: token('on-pine'),
    surface: token('surface'),
    edgePixels,
  }
  // By night the plan is lighter than its ground, by day paths are lighter and buildings darker.
  if (isDark(token('bg'))) {
    return {
      ...shared,
      outside: token('bg'),
      ground: token('surface'),
      area: mix(token('pine-tint'), token('surface'), 0.45),
      tree: mix(token('pine-tint-line'), token('surface'), 0.42),
      path: mix(token('line'), token('line-2'), 0.8),
      pathEdge: mix(token('line'), token('line-2'), 0.45),
      building: mix(token('line'), token('line-2'), 0.75),
      buildingEdge: mix(token('line-2'), token('line-3'), 0.85),
      checked: token('step-3'),
      partlyChecked: token('step-3'),
      checkedEdge: mix(token('pine'), token('surface'), 0.65),
      onChecked: token('ink'),
      border: mix(token('pine'), token('surface'), 0.6),
    }
  }
  const isOutdoor = edgePixels > 1
  return {
    ...shared,
    outside: isOutdoor ? token('surface') : mix(token('surface-2'), token('bg'), 0.5),
    ground: isOutdoor ? token('surface') : token('bg'),
    area: isOutdoor ? token('pine-tint') : mix(token('green'), token('surface'), 0.16),
    tree: isOutdoor
      ? mix(token('pine'), token('pine-tint'), 0.2)
      : mix(token('green'), token('surface'), 0.28),
    path: isOutdoor ? token('track') : token('surface'),
    pathEdge: token(isOutdoor ? 'track' : 'line'),
    building: isOutdoor ? token('surface') : token('track'),
    buildingEdge: isOutdoor ? token('line') : mix(token('line-2'), token('line-3'), 0.8),
    checked: token('pine'),
    // Lighter than a whole one: the name in ink runs over both halves.
    partlyChecked: token('step-3'),
    checkedEdge: token('pine'),
    onChecked: token('on-pine'),
    border: token('pine'),
  }
}

/**
 * Calls back when the theme, the text size or the density of the app changes, until the returned
 * function is called.
 */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, {
    attributeFilter: ['data-theme', 'data-text', 'data-density'],
  })
  const night = matchMedia('(prefers-color-scheme: dark)')
  night.addEventListener('change', changed)
  return () => {
    observer.disconnect()
    night.removeEventListener('change', changed)
  }
}

// Canvas in older WebViews knows no color-mix(), so the mixing happens here. A build may shorten
// `#ffffff` to `#fff`.
export function channels(hex: string): [number, number, number] {
  const written = /^#([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(hex)?.[1]
  if (!written) return [128, 128, 128]
  const digits = written.length === 3 ? written.replace(/./g, '$&$&') : written
  const value = Number.parseInt(digits, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

export function mix(first: string, second: string, shareOfFirst: number): string {
  const a = channels(first)
  const b = channels(second)
  const mixed = a.map((channel, index) =>
    Math.round(channel * shareOfFirst + b[index]! * (1 - shareOfFirst)),
  )
  return `rgb(${mixed.join(', ')})`
}

export function isDark(hex: string): boolean {
  const [red, green, blue] = channels(hex)
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 < 0.2
}
