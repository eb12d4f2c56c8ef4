export const syncLog = {
  named: '已上传：{what}',
  andMore: '{what}等{count}条',
  sent: '已上传{count}条记录和办理',
  photos: '照片已上传',
}
