// What can be measured of a screen as it stands: the room it has, its contrast, and what a screen
// reader is told, in which order. Each judge gives a line for everything that is wrong.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Room: nothing scrolls sideways, lies on something else, is cut off, or is too small to press. */
export const tightSpots = (page: Page, leastTarget: number): Promise<string[]> =>
  page.evaluate((least) => {
    const wrong: string[] = []
    const root = document.documentElement
    const [width, height] = [root.clientWidth, window.innerHeight]
    const pressable =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=radio], [role=checkbox], [role=switch], [role=tab], [role=menuitem]'

    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      getComputedStyle(element).clipPath === 'none' &&
      !element.closest('.visually-hidden, [inert], .leaflet-pane')
    /** A link that is its whole row or card; what is pressed by itself lies above it. */
    const stretchedTo = (element: Element): Element | null => {
      const after = getComputedStyle(element, '::after')
      const isStretched =
        after.position === 'absolute' && after.content !== 'none' && after.inset === '0px'
      return isStretched ? (element as HTMLElement).offsetParent : null
    }
    const nameOf = (element: Element): string => {
      const words = element.getAttribute('aria-label') ?? element.textContent ?? ''
      const kind = element.getAttribute('class')?.split(' ')[0] ?? ''
      return `${element.localName}.${kind} “${words.trim().replace(/\s+/g, ' ').slice(0, 40)}”`
    }
    type Box = { left: number; top: number; right: number; bottom: number }
    const boxOf = ({ left, top, right, bottom }: Box): Box => ({ left, top, right, bottom })
    const meet = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    })
    const span = (box: Box): [number, number] => [box.right - box.left, box.bottom - box.top]

    /** What clips an element, from the nearest on; `scrolls` where one may scroll to the rest. */
    function* clips(
      from: Element | null,
      own: string,
    ): Generator<{ box: Box; x: string; y: string }> {
      let position = own
      for (let at = from; at && position !== 'fixed'; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (position === 'absolute' && style.position === 'static') continue
        if (at !== document.body && at !== root && style.overflow !== 'visible')
          yield { box: boxOf(at.getBoundingClientRect()), x: style.overflowX, y: style.overflowY }
        position = style.position
      }
    }
    const seenOf = (element: Element, box: Box): Box => {
      let seen = box
      for (const clip of clips(element.parentElement, getComputedStyle(element).position))
        seen = meet(seen, clip.box)
      return seen
    }
    const layerOf = (element: Element): Element | null => {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return at
      return null
    }

    if (root.scrollWidth > width) wrong.push(`scrolls sideways: ${root.scrollWidth} > ${width}`)

    const onTop = [...document.querySelectorAll('[role=dialog], [role=alertdialog], dialog[open]')]
      .filter(isShown)
      .at(-1)
    const ground = onTop ?? document.body
    // What is said in passing lies over whatever is there, and goes by itself.
    const stays = (element: Element): boolean => !element.closest('.gw-toast-host')
    const controls = [...ground.querySelectorAll(pressable)]
      .filter((element) => isShown(element) && stays(element))
      .map((element) => {
        // What is pressed is the label around it.
        const label = element.closest('label')
        const row = stretchedTo(element)
        const target = row ?? (label && isShown(label) ? label : element)
        return {
          element,
          isRow: row !== null,
          box: boxOf(target.getBoundingClientRect()),
          seen: seenOf(element, boxOf(target.getBoundingClientRect())),
          layer: layerOf(element),
        }
      })

    const scrollsDown = root.scrollHeight > height + 1
    controls.forEach((a, at) => {
      for (const b of controls.slice(at + 1)) {
        if (a.element.contains(b.element) || b.element.contains(a.element)) continue
        if (a.isRow || b.isRow || b.element.matches('.gw-photo-tile + .remove')) continue
        const isBesideScrolling = a.layer !== b.layer && (a.layer === null || b.layer === null)
        if (isBesideScrolling && scrollsDown) continue
        const [wide, high] = span(meet(a.seen, b.seen))
        if (wide > 1 && high > 1)
          wrong.push(`${nameOf(a.element)} lies on ${nameOf(b.element)} (${wide}×${high})`)
      }
    })
    for (const { element, box } of controls) {
      const isInText =
        getComputedStyle(element).display === 'inline' &&
        (element.parentElement?.textContent ?? '').trim() !== element.textContent?.trim()
      const [wide, high] = span(box)
      if (!isInText && Math.min(wide, high) < least - 0.5)
        wrong.push(`small: ${nameOf(element)} ${Math.round(wide)}×${Math.round(high)}`)
    }

    // Words.
    const walker = document.createTreeWalker(ground, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const lines: { owner: Element; box: Box; layer: Element | null }[] = []
    while (walker.nextNode()) {
      const node = walker.currentNode
      const owner = node.parentElement
      if (!owner || !node.textContent?.trim() || !isShown(owner)) continue
      if (owner.closest('option, script, style, svg, .leaflet-container, datalist')) continue
      if (getComputedStyle(owner).color === 'rgba(0, 0, 0, 0)') continue
      range.selectNodeContents(node)
      const titled = owner.closest('[title]')
      const layer = layerOf(owner)
      for (const each of range.getClientRects()) {
        const box = boxOf(each)
        if (span(box)[0] < 1) continue
        let seen = box
        let isCut = false
        let mayScroll = false
        for (const clip of clips(owner, 'static')) {
          const next = meet(seen, clip.box)
          const hides = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip'
          if (hides(clip.x) && span(seen)[0] - span(next)[0] > 1.5) isCut = true
          if (hides(clip.y) && span(seen)[1] - span(next)[1] > 0.35 * span(box)[1]) isCut = true
          if (!hides(clip.x)) mayScroll = true
          seen = next
        }
        if (isCut && !titled) wrong.push(`cut off: ${nameOf(owner)} in ${node.textContent.trim()}`)
        else if (!mayScroll && (box.right > width + 1 || box.left < -1))
          wrong.push(`beyond the edge: ${nameOf(owner)}`)
        const control = owner.closest('a[href], button, [role=button], .gw-badge')
        if (control && getComputedStyle(control).display !== 'inline' && !titled) {
          const around = boxOf(control.getBoundingClientRect())
          if (box.right > around.right + 1 || box.left < around.left - 1)
            wrong.push(`spills out of ${nameOf(control)}`)
          if (box.bottom > around.bottom + 2 || box.top < around.top - 2)
            wrong.push(`stands out of ${nameOf(control)}`)
        }
        if (span(seen)[0] > 2 && span(seen)[1] > 2) lines.push({ owner, box: seen, layer })
      }
    }
    lines.forEach((a, at) => {
      for (const b of lines.slice(at + 1)) {
        if (a.owner === b.owner || (a.layer !== b.layer && scrollsDown)) continue
        const [wide, high] = span(meet(a.box, b.box))
        if (wide > 3 && high > 0.4 * Math.min(span(a.box)[1], span(b.box)[1]))
          wrong.push(`words on words: ${nameOf(a.owner)} and ${nameOf(b.owner)}`)
      }
    })
    for (const input of ground.querySelectorAll<HTMLInputElement>('input[placeholder]')) {
      if (!isShown(input) || input.value) continue
      const style = getComputedStyle(input)
      const context = document.createElement('canvas').getContext('2d')!
      context.font = style.font
      const room =
        input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
      const needed = context.measureText(input.placeholder).width
      if (needed > room + 1)
        wrong.push(`placeholder cut off: “${input.placeholder}” ${Math.round(needed - room)} px`)
    }

    // What stands fixed over the content, as a share of the window.
    if (!onTop) {
      const plan = [...document.querySelectorAll('.leaflet-container')].find(
        (each) => each.clientHeight >= 0.9 * height && each.clientWidth >= 0.9 * width,
      )
      let [free, all] = [0, 0]
      for (let y = 4; y < height; y += 8)
        for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) {
          const there = document.elementFromPoint(x * width, y)
          all++
          const layer = there && layerOf(there)
          const scrolls =
            layer &&
            [layer, ...layer.querySelectorAll('*')].some(
              (each) =>
                each.contains(there) &&
                each.scrollHeight > each.clientHeight + 1 &&
                ['auto', 'scroll'].includes(getComputedStyle(each).overflowY),
            )
          if (there && (plan ? plan.contains(there) : !layer || scrolls)) free++
        }
      if (free / all < 0.5)
        wrong.push(`bars leave ${Math.round((100 * free) / all)} % of the height to the content`)
    } else {
      const body = [onTop, ...onTop.querySelectorAll('*')].find(
        (each) =>
          each.scrollHeight > each.clientHeight + 1 &&
          ['auto', 'scroll'].includes(getComputedStyle(each).overflowY),
      )
      if (body && body.clientHeight < 0.45 * height)
        wrong.push(`of what lies on top ${body.clientHeight} of ${height} px are left to scroll in`)
    }
    return [...new Set(wrong)]
  }, leastTarget)

export interface Least {
  /** Of words, of words in large type, and of the edge of what one types into. */
  words: number
  large: number
  edge: number
}

/** Contrast, from the colours the browser has computed. Photos and canvases are not looked at. */
export const faintSpots = (page: Page, least: Least): Promise<string[]> =>
  page.evaluate((needed) => {
    type Colour = [red: number, green: number, blue: number, alpha: number]
    const paint = document
      .createElement('canvas')
      .getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' })!
    paint.canvas.width = paint.canvas.height = 1
    const known = new Map<string, Colour>()
    const colourOf = (css: string): Colour => {
      const before = known.get(css)
      if (before) return before
      paint.clearRect(0, 0, 1, 1)
      paint.fillStyle = css
      paint.fillRect(0, 0, 1, 1)
      const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data
      const colour: Colour = [red!, green!, blue!, alpha! / 255]
      known.set(css, colour)
      return colour
    }
    const over = ([r, g, b, a]: Colour, [R, G, B]: Colour): Colour => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a),
      1,
    ]
    const light = ([r, g, b]: Colour): number => {
      const [x, y, z] = [r, g, b].map((each) => {
        const share = each / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!
    }
    const contrast = (a: Colour, b: Colour): number => {
      const [bright, dim] = [light(a), light(b)].sort((x, y) => y - x)
      return (bright! + 0.05) / (dim! + 0.05)
    }
    /** Null where a picture lies behind. */
    function groundOf(from: Element | null): Colour | null {
      const layers: Colour[] = []
      for (let at = from; at; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (style.backgroundImage !== 'none') return null
        const colour = colourOf(style.backgroundColor)
        if (colour[3] > 0) layers.push(colour)
        if (colour[3] === 1) break
        if (at.localName === 'dialog') break
      }
      return layers.reduceRight<Colour>((below, each) => over(each, below), [255, 255, 255, 1])
    }
    const fadeOf = (from: Element): number => {
      let fade = 1
      for (let at: Element | null = from; at; at = at.parentElement)
        fade *= Number(getComputedStyle(at).opacity)
      return fade
    }
    const worst = new Map<string, { ratio: number; line: string }>()
    function judge(
      element: Element,
      css: string,
      what: string,
      wanted: number,
      behind: Element | null,
    ) {
      const ground = groundOf(behind)
      if (!ground) return
      const [r, g, b, a] = colourOf(css)
      const ratio = contrast(over([r, g, b, a * fadeOf(element)], ground), ground)
      if (ratio >= wanted - 0.005) return
      const key = `${what} ${css} on ${ground.map(Math.round).slice(0, 3).join(' ')}`
      const kind = element.getAttribute('class')?.split(' ')[0] ?? ''
      const line = `${ratio.toFixed(2)} < ${wanted}: ${key} ${element.localName}.${kind} “${(element.textContent ?? '').trim().slice(0, 24)}”`
      if (ratio < (worst.get(key)?.ratio ?? Infinity)) worst.set(key, { ratio, line })
    }
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest('.visually-hidden, [inert], [aria-hidden=true]:not(svg)')

    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const owner = walker.currentNode.parentElement
      if (!owner || !walker.currentNode.textContent?.trim() || !isShown(owner)) continue
      if (owner.closest('script, style, option, datalist, .leaflet-container')) continue
      if (owner.closest('button:disabled, [aria-disabled=true]')) continue
      const style = getComputedStyle(owner)
      const size = parseFloat(style.fontSize)
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
      const css = owner.closest('svg') ? style.fill : style.color
      judge(
        owner,
        css,
        isLarge ? 'large words' : 'words',
        isLarge ? needed.large : needed.words,
        owner,
      )
    }
    for (const input of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
      if (!isShown(input) || input.disabled || input.readOnly) continue
      if (input.placeholder)
        judge(
          input,
          getComputedStyle(input, '::placeholder').color,
          'placeholder',
          needed.words,
          input,
        )
    }
    for (const edged of document.querySelectorAll(
      '.gw-control:not(.is-disabled), input[type=checkbox]:enabled, [role=switch]:enabled, select:enabled',
    )) {
      const style = getComputedStyle(edged)
      if (!isShown(edged) || parseFloat(style.borderTopWidth) === 0) continue
      if (edged.closest('.leaflet-container')) continue
      // One in a card has the card's edge.
      if (colourOf(style.borderTopColor)[3] === 0) continue
      judge(edged, style.borderTopColor, 'edge', needed.edge, edged.parentElement)
    }
    return [...worst.values()].map(({ line }) => line)
  }, least)

/**
 * What a screen reader is told, from the browser's own tree: headings, landmarks, names, pictures,
 * lists, and whether one comes to things in the order in which they are seen.
 */
export async function unsaid(page: Page): Promise<string[]> {
  const wrong: string[] = []
  const cdp = await page.context().newCDPSession(page)
  const { nodes } = await cdp.send('Accessibility.getFullAXTree')
  await cdp.detach()
  type Node = (typeof nodes)[number]
  const byId = new Map(nodes.map((node) => [node.nodeId, node]))
  const flat: Node[] = []
  /** What is read with it: the row of a table, a group that has a name, a map. */
  const within = new Map<Node, string>()
  const walk = (id: string, group: string): void => {
    const node = byId.get(id)
    if (!node) return
    if (!node.ignored) flat.push(node)
    within.set(node, group)
    const role = roleOf(node)
    const isGroup = role === 'row' || (/^(group|form|region)$/.test(role) && nameOf(node) !== '')
    for (const child of node.childIds ?? [])
      // The pins of a map are told apart by where they stand; a list beside it names them.
      walk(child, role === 'application' || group === id ? child : isGroup ? id : group)
  }
  const roleOf = (node: Node): string => String(node.role?.value ?? '')
  const nameOf = (node: Node): string => String(node.name?.value ?? '').trim()
  if (nodes[0]) walk(nodes[0].nodeId, '')
  const propertyOf = (node: Node, name: string): unknown =>
    node.properties?.find((each) => each.name === name)?.value.value

  const dialog = flat.filter((node) => /^(alert)?dialog$/.test(roleOf(node))).at(-1)
  if (dialog && !nameOf(dialog)) wrong.push('what lies on top has no name')
  const levels = flat
    .filter((node) => roleOf(node) === 'heading')
    .map((node) => ({ level: Number(propertyOf(node, 'level')), name: nameOf(node) }))
  if (!dialog) {
    const ones = levels.filter(({ level }) => level === 1)
    if (ones.length !== 1) wrong.push(`${ones.length} headings of the first level`)
    if (levels[0]?.level !== 1) wrong.push(`begins with “${levels[0]?.name}”`)
    const mains = flat.filter((node) => roleOf(node) === 'main')
    if (mains.length !== 1) wrong.push(`${mains.length} main parts`)
    for (const role of ['main', 'navigation']) {
      const names = flat.filter((node) => roleOf(node) === role).map(nameOf)
      if (names.some((name) => !name)) wrong.push(`${role} has no name`)
      if (new Set(names).size < names.length) wrong.push(`${role} twice: ${names.join(', ')}`)
    }
  }
  levels.forEach(({ level, name }, at) => {
    const before = levels[at - 1]?.level ?? (dialog ? 1 : 0)
    if (level > before + 1) wrong.push(`level ${level} after ${before}: “${name}”`)
    if (!name) wrong.push(`a heading of level ${level} without words`)
  })

  const pressed =
    /^(button|link|textbox|searchbox|combobox|checkbox|radio|switch|tab|menuitem|slider|spinbutton)$/
  const seen = new Map<string, string>()
  for (const node of flat) {
    const role = roleOf(node)
    const name = nameOf(node)
    if (/^(image|img|graphics-document|Canvas|figure)$/.test(role) && !name)
      wrong.push(`a ${role} without words`)
    if (!pressed.test(role)) continue
    if (!name) wrong.push(`${role} without a name`)
    if (role !== 'button' && role !== 'link') continue
    const goes = JSON.stringify(propertyOf(node, 'url') ?? node.backendDOMNodeId)
    const key = `${within.get(node)} ${role} ${name}`
    const other = seen.get(key)
    if (other !== undefined && other !== goes) wrong.push(`two of one name: ${role} “${name}”`)
    seen.set(key, goes)
  }

  const jumps = await page.evaluate(() => {
    const found: string[] = []
    const layerOf = (element: Element): Element | null => {
      for (let at: Element | null = element; at; at = at.parentElement)
        if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return at
      return null
    }
    /** Not scrolled away in a box of its own. */
    const isInBox = (element: Element): boolean => {
      const box = element.getBoundingClientRect()
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowY === 'visible') continue
        const around = at.getBoundingClientRect()
        if (box.bottom <= around.top + 1 || box.top >= around.bottom - 1) return false
      }
      return true
    }
    const onTop = [...document.querySelectorAll('[role=dialog], [role=alertdialog], dialog[open]')]
      .filter((each) => each.checkVisibility())
      .at(-1)
    const stops = [
      ...(onTop ?? document.body).querySelectorAll<HTMLElement>(
        'a[href], button, input, select, textarea',
      ),
    ].filter(
      (each) =>
        each.checkVisibility({ visibilityProperty: true }) &&
        each.tabIndex >= 0 &&
        !each.closest('[inert], .leaflet-container, .visually-hidden') &&
        isInBox(each),
    )
    const wordsOf = (each: HTMLElement): string =>
      (each.getAttribute('aria-label') ?? each.textContent ?? '').trim().slice(0, 30)
    stops.forEach((b, at) => {
      const a = stops[at - 1]
      if (!a || a.contains(b) || layerOf(a) !== layerOf(b)) return
      const [from, to] = [a.getBoundingClientRect(), b.getBoundingClientRect()]
      const isAbove = to.bottom <= from.top + 1 && to.left < from.right - 1
      const isBefore =
        to.right <= from.left + 1 && to.top < from.bottom - 4 && from.top < to.bottom - 4
      if (isAbove || isBefore)
        found.push(`“${wordsOf(b)}” after “${wordsOf(a)}”, and seen before it`)
    })
    return found
  })
  return [...wrong, ...jumps]
}

/**
 * What axe finds serious, in any theme alike: `faintSpots` measures the colours of each, and for
 * axe they are half of its time.
 */
export async function violations(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } })
    .setLegacyMode()
  const { violations: broken } = await axe.analyze()
  return broken
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        (node) =>
          `${id}: ${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join('; ')}`,
      ),
    )
}

/** A message that was not found shows its own name. */
const key =
  /\b(field|desk|devices|capture|hazard|visit|patrol|parked|phone|rescue|map|me|parts|fault|app|syncLog|plainKind|fieldName|status|step\w*|role|ability)\.[a-z]\w*/g

/** Names of messages among what is read or read out. */
export async function rawKeys(page: Page): Promise<string[]> {
  const words = await page.evaluate(() =>
    [
      document.title,
      document.body.innerText,
      ...[...document.querySelectorAll('*')].flatMap((element) =>
        ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name)),
      ),
    ].join('\n'),
  )
  return words.match(key) ?? []
}
