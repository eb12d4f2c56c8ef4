// The page the bench runs in: the device's own modules, built as the app builds them, and beside
// each the least work for the same result.
import { captureRounds } from './captureRounds.ts'
import { photoRounds } from './photoRounds.ts'
import { openPhone, pullAll, rawPull, reopenPhone } from './pullRound.ts'
import { pushAll, rawPush, saveReports } from './pushRound.ts'
import { savePhotos, sendAll } from './waitingPhotos.ts'

const bench = {
  captureRounds,
  photoRounds,
  openPhone,
  reopenPhone,
  saveReports,
  pushAll,
  rawPush,
  pullAll,
  rawPull,
  savePhotos,
  sendAll,
}

declare global {
  interface Window {
    bench: typeof bench
  }
}

window.bench = bench
