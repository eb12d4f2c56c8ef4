export const syncLog = {
  sent: '{count} entry arrived | {count} entries arrived',
  photos: 'photos arrived',
}
