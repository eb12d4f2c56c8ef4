export const syncLog = {
  named: 'Sent: {what}',
  andMore: '{what} and others, {count} in all',
  sent: '{count} entry sent | {count} entries sent',
  photos: 'photos sent',
}
