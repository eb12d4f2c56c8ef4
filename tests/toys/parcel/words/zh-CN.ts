export const words = {
  parcel: {
    name: '包裹',
    page: '包裹',
    title: '楼道包裹',
    amendTitle: '补正包裹',
    amendOwnTitle: '修改包裹',
    noteHint: '放在哪里（选填）',
    restoredOther: '有一份没存完的包裹',
    here: '这里有包裹',
    size: { small: '小包裹', large: '大包裹' },
    field: { recipient: '收件人', size: '大小' },
    missing: { recipient: '收件人' },
  },
}
