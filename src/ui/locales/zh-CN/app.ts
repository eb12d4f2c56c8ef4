export const app = {
  name: '网格行',
  superseded: '应用已更新，请重新打开此页；已存的都在。',
  reload: '重新打开',
}
