// What the oldest browsers that the README promises do not have: Chrome and Edge 111, Firefox 121,
// Safari 16.4. Each with the versions that brought it, by the compatibility tables of MDN. A line
// that asks first (`?.`, `in`, `typeof`, `@supports`) may use it.

export interface TooNew {
  what: RegExp
  since: string
}

export const tooNewInCode: readonly TooNew[] = [
  { what: /\bPromise\.(withResolvers|try)\b/, since: 'Chrome 119, Safari 17.4' },
  { what: /\b(Object|Map)\.groupBy\b/, since: 'Chrome 117, Safari 17.4' },
  { what: /\bArray\.fromAsync\b/, since: 'Chrome 121' },
  { what: /\bURL\.(canParse|parse)\b/, since: 'Chrome 120, Safari 17' },
  { what: /\bAbortSignal\.any\b/, since: 'Chrome 116, Firefox 124, Safari 17.4' },
  {
    what: /(?<!\bv)\.(union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/,
    since: 'Chrome 122, Firefox 127, Safari 17',
  },
  {
    what: /\bIterator\.|\.(values|keys|entries)\(\)\.(map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\(/,
    since: 'Chrome 122, Firefox 131, Safari 18.4',
  },
  { what: /\bIntl\.(Segmenter|DurationFormat)\b/, since: 'Firefox 125' },
  {
    what: /\b(Uint8Array\.from(Base64|Hex)|\.(to|setFrom)(Base64|Hex)\()/,
    since: 'Chrome 140, Firefox 133, Safari 18.2',
  },
  {
    what: /\bRegExp\.escape\b|\bError\.isError\b|\bMath\.(sumPrecise|f16round)\b|\bFloat16Array\b/,
    since: 'Chrome 134 and later',
  },
  { what: /\/[a-z]*v[a-z]*\.(test|exec)\(/, since: 'Chrome 112' },
  { what: /\bReadableStream\.from\b/, since: 'Firefox 117, no Chrome' },
  { what: /\brequestIdleCallback\b|\bscheduler\.(postTask|yield)\b/, since: 'no Safari' },
  {
    what: /\bstartViewTransition\b|\b(show|hide|toggle)Popover\b/,
    since: 'Firefox 125 and later, Safari 17',
  },
  { what: /\.databases\(/, since: 'Firefox 126' },
  { what: /\.bytes\(\)/, since: 'Chrome 132, Firefox 128, Safari 18' },
  { what: /^\s*(await )?using \w+ =/, since: 'Chrome 134' },
]

/** What only adds to a page that is whole without it is not listed. */
export const tooNewInStyle: readonly TooNew[] = [
  { what: /^\s*&|[{;]\s*&/, since: 'Chrome 112, Safari 16.5' },
  { what: /\blight-dark\(/, since: 'Chrome 123, Safari 17.5' },
  {
    what: /@(starting-style|scope|property|position-try|function)\b/,
    since: 'Firefox 128 and later',
  },
  { what: /\bsubgrid\b/, since: 'Chrome 117' },
  { what: /\b(rgb|hsl|oklch|oklab|lab|lch|color)\(\s*from\b/, since: 'Chrome 119, Firefox 128' },
  {
    what: /\b(anchor|anchor-size|calc-size|sibling-index|if)\(|\b(anchor-name|position-anchor|position-area|interpolate-size|field-sizing)\s*:/,
    since: 'Chrome 125 and later',
  },
  {
    what: /:(user-valid|user-invalid|popover-open|open|state\()/,
    since: 'Chrome 114 and later, Safari 16.5',
  },
  { what: /\b(round|mod|rem|abs|sign)\(/, since: 'Chrome 125' },
  { what: /@container[^{]*\bstyle\(/, since: 'no Firefox' },
  { what: /(^|[^-\w])mask(-image|-size|-position|-repeat|-composite)?\s*:/, since: 'Chrome 120' },
]
