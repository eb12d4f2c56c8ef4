export const syncLog = {
  done: 'Sent {pushed} records and {photosSent} photo files; received {pulledRows} rows',
}
