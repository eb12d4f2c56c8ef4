// 值班台直接在服务器上做的事（平面图、底图、人员）没有做成：这些事不会留在本机等着上传。
import type { WaitingFaultCode } from '#domain/fault.ts'

export const notDone = {
  malformed: '服务器没看懂这一步，没有做。请更新应用后再试。',
  tooLarge: '一次送不了这么多，没有做。请分成几次。',
  tooManyRequests: '请求太频繁，这一步没有做。请稍后再做一次。',
  internal: '服务器出了意外，这一步没有做。请再做一次；多次出现请告诉管理员。',
  signedOut: '登录已到期，这一步没有做。请重新登录后再做。',
  offline: '连不上服务器，这一步可能没有完成。有网后请看一下，没有完成就再做一次。',
  notOurAnswer:
    '网络需要登录，或被别的页面拦下了，这一步可能没有完成。连好后请看一下，没有完成就再做一次。',
  serverBusy: '服务器正忙，这一步没有做。请稍后再做一次。',
  serverFull: '服务器的存储空间满了，这一步没有做。请告诉管理员。',
  serverDamaged: '服务器上的数据损坏了，这一步没有做。请告诉管理员。',
} satisfies Record<WaitingFaultCode, string>
