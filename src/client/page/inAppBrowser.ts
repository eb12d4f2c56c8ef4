// A chat or news app opens links in a browser of its own, which keeps what a page stores for that
// app alone, or for the day. Nobody should be bound there.

/** What the apps say of themselves in the user agent. */
const apps: readonly (readonly [name: InAppBrowser, pattern: RegExp])[] = [
  ['wechat', /MicroMessenger/i],
  ['dingtalk', /DingTalk/i],
  ['feishu', /Lark|Feishu/i],
  ['qq', /\bQQ\/\d/i],
  ['alipay', /AlipayClient/i],
  ['other', /Weibo|FBAN|FBAV|Instagram|\bLine\/\d|BytedanceWebview|aweme|; wv\)/i],
]

export type InAppBrowser = 'wechat' | 'dingtalk' | 'feishu' | 'qq' | 'alipay' | 'other'

/** In which app's own browser the page is open; null in a browser of its own. */
export const inAppBrowser = (userAgent: string): InAppBrowser | null =>
  apps.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null
