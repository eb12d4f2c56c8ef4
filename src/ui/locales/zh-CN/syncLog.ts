export const syncLog = {
  sent: '送到{count}条记录和办理',
  photos: '照片送到',
}
