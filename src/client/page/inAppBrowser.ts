// A chat or news app opens links in a browser of its own, which keeps what a page stores for that
// app alone, or for the day. Nobody should be bound there.

/** What the apps say of themselves in the user agent. */
const apps: readonly (readonly [name: InAppBrowser, pattern: RegExp])[] = [
  ['wechat', /MicroMessenger/i],
  ['dingtalk', /DingTalk/i],
  ['feishu', /Lark|Feishu/i],
  ['qq', /\bQQ\/\d/i],
  ['alipay', /AlipayClient/i],
  ['other', /Weibo|FBAN|FBAV|Instagram|\bLine\/\d|BytedanceWebview|aweme/i],
]

export type InAppBrowser = 'wechat' | 'dingtalk' | 'feishu' | 'qq' | 'alipay' | 'other'

/** Browsers of phones that call themselves a web view, or name an app they come from. */
const ownBrowsers = /VivoBrowser|HuaweiBrowser|HeyTapBrowser|MiuiBrowser|SamsungBrowser|MQQBrowser/i

const named = (userAgent: string): InAppBrowser | undefined =>
  apps.find(([, pattern]) => pattern.test(userAgent))?.[0]
const webView = (userAgent: string): InAppBrowser | null =>
  userAgent.includes('; wv)') ? 'other' : null

/** In which app's own browser the page is open; null in a browser of its own. */
export const inAppBrowser = (userAgent: string): InAppBrowser | null =>
  named(userAgent) ?? (ownBrowsers.test(userAgent) ? null : webView(userAgent))
