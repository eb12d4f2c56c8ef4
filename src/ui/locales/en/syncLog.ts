export const syncLog = {
  done: 'Sent: {pushed} changes, {photosSent} photo files. Received: {pulledRows}',
}
