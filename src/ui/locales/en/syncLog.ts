export const syncLog = {
  done: 'Sent: {pushed}; photo files: {photosSent}; received: {pulledRows}',
}
