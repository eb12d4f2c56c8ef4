import { describe, expect, it } from 'vitest'
import { inAppBrowser } from '#client/page/inAppBrowser.ts'

const android = (rest: string): string =>
  `Mozilla/5.0 (Linux; Android 14; V2314A) AppleWebKit/537.36 (KHTML, like Gecko) ${rest}`
const webView = (rest: string): string =>
  `Mozilla/5.0 (Linux; Android 14; V2314A; wv) AppleWebKit/537.36 (KHTML, like Gecko) ${rest}`
const iPhone = (rest: string): string =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 ${rest}`

describe('the browser of an app', () => {
  it.each([
    ['wechat', webView('Version/4.0 Chrome/107 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0')],
    ['wechat', iPhone('Mobile/15E148 MicroMessenger/8.0.40 NetType/WIFI')],
    ['wechat', webView('MQQBrowser/6.2 TBS/046 Mobile Safari/537.36 MicroMessenger/8.0')],
    ['dingtalk', iPhone('Mobile/15E148 AliApp(DingTalk/7.0) DingTalk/7.0')],
    ['feishu', webView('Version/4.0 Chrome/107 Mobile Safari/537.36 Lark/7.1')],
    ['qq', iPhone('Mobile/15E148 QQ/8.9.0')],
    ['alipay', webView('Version/4.0 Chrome/107 AlipayClient/10.5')],
    ['other', webView('Version/4.0 Chrome/107 Mobile Safari/537.36')],
    ['other', iPhone('Mobile/15E148 Weibo (iPhone14,2__weibo__13.0)')],
  ])('of %s is known', (app, userAgent) => expect(inAppBrowser(userAgent)).toBe(app))

  it.each([
    android('Chrome/130.0.0.0 Mobile Safari/537.36'),
    android('Chrome/107 Mobile Safari/537.36 HuaweiBrowser/14.0'),
    android('Version/4.0 Chrome/107 MQQBrowser/14.5 Mobile Safari/537.36'),
    android('Version/4.0 Chrome/100 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17'),
    webView('Version/4.0 Chrome/123 Mobile Safari/537.36 VivoBrowser/19.3.1.0'),
    android('SamsungBrowser/25.0 Chrome/121 Mobile Safari/537.36'),
    iPhone('Version/17.0 Mobile/15E148 Safari/604.1'),
    'Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0',
  ])('is none in %s', (userAgent) => expect(inAppBrowser(userAgent)).toBeNull())
})
