export const sharing = {
  title: '分享来的{count}张照片',
  until: '可以用来上报。没有用上的，{when}清除。',
  bindFirst: '已存本机，绑定后就可以上报。',
  mayNot: '您的角色不能上报，用不上这些照片。',
  discard: '丢弃',
  leftOut: {
    notPhotos: '另有{count}个文件不是照片，没有收下。',
    tooLarge: '另有{count}张超过{size}，没有收下。',
    beyondLimit: '一条记录最多{limit}张，多出的{count}张没有收下。',
    noRoom: '等着上报的照片太多，另有{count}张没有收下。',
  },
  refused: {
    empty: '没有收到照片。请回到相册或聊天里再分享一次。',
    noPhotos: '分享来的{count}个文件都不是照片，没有收下。',
    notKept: '手机存不下，分享来的照片一张也没有存。请清理空间后再分享一次。',
    tooMany: '等着上报的分享太多，这次的照片没有收下。请先上报或丢弃，再分享一次。',
    notReady: '应用还没有准备好，分享来的照片没有收下。请再分享一次。',
  },
}
