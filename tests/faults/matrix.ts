// The fault matrix: what goes wrong in the field and behind it, and what must hold all the same.
// Every row is a test of this folder (named by its id through kit/row.ts), or says why it cannot be
// one here. That nothing ticked is lost, doubled or put out of order holds in every row
// (kit/oracle.ts) and is not repeated.

export interface MatrixRow {
  id: string
  fault: string
  holds: string
  /** Why no test on one machine can make this happen. */
  notHere?: string
}

type Line = readonly [id: string, fault: string, holds: string, notHere?: string]

const lines: readonly Line[] = [
  // Network
  [
    'N1',
    'no network for a whole shift',
    'two hundred visits and sixty photos are captured, and all arrive afterwards',
  ],
  [
    'N2',
    'the request arrives and its answer is lost',
    'sent again it is known, and no second row appears',
  ],
  ['N3', 'the request is cut off at any byte', 'none of it is applied, or all of it'],
  ['N4', 'the answer is cut off at any byte', 'the cursor stays, or the whole page is in'],
  ['N5', 'a request is delivered twice', 'its effects are there once'],
  [
    'N6',
    'a request reaches two nodes at the same time',
    'one waits for the other and finds it done',
  ],
  [
    'N7',
    'a link of 20 kbit/s with long round trips and stalls',
    'the text of fifty changes is through within a minute',
  ],
  [
    'N8',
    'the connection is taken and nobody answers',
    'given up after 20 seconds without a byte, and the next round works',
  ],
  [
    'N9',
    'the link comes and goes every few seconds',
    'progress is kept and no photo starts from zero',
  ],
  [
    'N10',
    'a log-in page answers instead of the server',
    'it counts as no contact and nothing is cleared',
  ],
  ['N11', 'a proxy alters or shortens an answer', 'it is refused whole and asked for again'],
  [
    'N12',
    'a proxy refuses large requests',
    'batches halve down to one; one that is still too large is set aside and the rest flows',
  ],
  [
    'N13',
    'thirty phones meet a server that is busy',
    'they come back spread out, and all is through',
  ],
  [
    'N14',
    'the phone changes its network in the middle of a photo',
    'the photo goes on where it stopped',
  ],
  [
    'N15',
    'the name is not found, or the certificate is wrong',
    'capture goes on and the phone says that it has no contact',
  ],
  ['N16', 'the phone cannot compress its requests', 'they are taken in plain'],
  // The app on the phone
  [
    'C1',
    'the tab crashes while something is being saved',
    'a number was given out only with its record',
  ],
  ['C2', 'the browser is killed right after the receipt', 'what had its receipt is there'],
  [
    'C3',
    'the page is thrown away while the camera is open',
    'the form is back, and asks to go on with the photo',
  ],
  [
    'C4',
    'the app dies between the server’s commit and its own',
    'the same round again does no harm',
  ],
  ['C5', 'the app dies between two pages of a pull', 'it goes on at the last cursor'],
  ['C6', 'the page is frozen and thawed again', 'sync resumes by itself'],
  [
    'C7',
    'two tabs alter the same record',
    'both changes are kept in order, and one tab sends them',
  ],
  ['C8', 'the tab that syncs dies', 'another tab goes on'],
  [
    'C9',
    'a new version opens while a tab of the old one is there',
    'the old tab lets go for good and writes nothing more',
  ],
  ['C10', 'an old tab does not let go', 'the new one says so instead of waiting for ever'],
  [
    'C11',
    'a new version arrives while a form is open and work waits',
    'nothing reloads; it takes over later, with everything in place',
  ],
  [
    'C12',
    'a tab of the old version asks for its files after the new one was put up',
    'they come from its own store',
  ],
  [
    'C13',
    'the app is killed while its database is being upgraded',
    'it opens, upgrades again, and the outbox is whole',
  ],
  ['C14', 'an older version is put up again', 'it opens the newer database and loses nothing'],
  [
    'C15',
    'a phone of an old release comes back with forty unsent changes',
    'all of them are taken in',
  ],
  ['C16', 'rows that come in set off changes', 'no pulled row ever becomes a change'],
  // The phone's storage
  [
    'S1',
    'no room for a photo',
    'the record is saved, the photo is refused aloud and has no receipt',
  ],
  ['S2', 'no room even for text', 'the phone says “not saved”, and the form stays'],
  ['S3', 'the disk of the phone is full', 'the same as with a full quota'],
  [
    'S4',
    'the browser clears the app’s data while nothing waits',
    'the person is let in again and has everything; no incident',
  ],
  [
    'S5',
    'the browser clears the app’s data while seven records wait',
    'an incident names seven, since when, and whose',
  ],
  [
    'S6',
    'the data is cleared while the app is open',
    'the app notices, stops, and writes nothing into an empty database',
  ],
  [
    'S7',
    'the end of the phone’s database is torn off',
    'lost numbers are named when they were never sent; nothing is lost when they were',
  ],
  [
    'S8',
    'the phone’s database cannot be opened',
    'a screen offers ways out, and nothing is deleted',
  ],
  [
    'S9',
    'the bytes of a photo have gone bad on the phone',
    'it is not sent, it is set aside and named, and the rest flows',
  ],
  ['S10', 'the connection to the database dies', 'it is opened again once, and the form is kept'],
  ['S11', 'the phone is set back to an old copy', 'it numbers anew, and nothing is dropped'],
  ['S12', 'the phone is copied onto a second one', 'the work of both arrives'],
  ['S13', 'a window that keeps nothing', 'the app refuses to begin, and says why'],
  [
    'S14',
    'the browser does not promise to keep the data',
    'the person is warned and the server is told',
  ],
  // The server's process
  ['P1', 'killed before its commit', 'the phone sends again'],
  ['P2', 'killed between commit and answer', 'sent again it is known'],
  ['P3', 'killed every second under load', 'everything is through afterwards'],
  [
    'P4',
    'a change that brings the process down',
    'it is parked after three attempts, and the others flow',
  ],
  ['P5', 'a bad change in the middle of a batch', 'nine are applied and one is parked'],
  [
    'P6',
    'the database reports a deadlock or a serialisation failure',
    'the transaction is tried again, and nobody notices',
  ],
  ['P7', 'a node freezes while it holds a lock', 'it times out and the other nodes go on'],
  ['P8', 'nodes are restarted one after another under load', 'the phones do not notice'],
  ['P9', 'a transaction stays open for a long time', 'nobody else waits for it'],
  ['P10', 'the replica is behind', 'nobody sees their own work disappear'],
  // The server's storage
  [
    'D1',
    'the disk of the database is full',
    'nothing is acknowledged, and it goes on by itself when there is room',
  ],
  [
    'D2',
    'the disk fills up in the middle of a photo',
    'the offset stays honest, and the photo goes on',
  ],
  [
    'D3',
    'power loss with writes that never reached the disk',
    'nothing acknowledged is missing',
    'a filesystem that drops unsynced writes needs a kernel module or a virtual machine; what is tested is that commits are synced (tests/contract) and survive a kill (P1–P3)',
  ],
  [
    'D4',
    'the backup of yesterday is put back',
    'phones offer again what it lacks; nothing is missing and nothing is doubled',
  ],
  ['D5', 'an old database is put back without saying so', 'the server refuses to serve'],
  ['D6', 'a failover loses the last seconds', 'as with a backup'],
  [
    'D7',
    'the object store fails, stalls or loses an object',
    'the photo is not called stored, and is sent again',
  ],
  ['D8', 'a half-sent photo has expired', 'it begins anew by itself'],
  ['D9', 'a backup runs while phones write', 'phones wait a little and see no error'],
  [
    'D10',
    'a stored photo has gone bad',
    'the audit finds it and it comes back, from the backup or the phone',
  ],
  // Clocks
  [
    'K1',
    'a phone three years ahead, another ten years behind',
    'all is taken in, in the order of arrival',
  ],
  ['K2', 'the clock jumps during a patrol', 'nothing is lost and nothing is dropped'],
  ['K3', 'the server’s clock goes back an hour', 'cursors do not care'],
  ['K4', 'the last evening of a year, in another time zone', 'days are the organisation’s days'],
  // People, scopes, rights
  [
    'U1',
    'the session ended sixty days ago',
    'capture and sending go on; after signing in, reading too',
  ],
  [
    'U2',
    'an account is closed while twelve changes wait',
    'twelve are kept for a decision, none is applied, none is lost',
  ],
  [
    'U3',
    'a worker is moved to another grid with unsent changes',
    'they arrive, and then the rows of the old grid are gone from the phone',
  ],
  ['U4', 'a row leaves the person’s sight while they alter it', 'the change is applied or parked'],
  ['U5', 'two people alter different fields', 'both values stand'],
  ['U6', 'two people write the same note', 'both texts are kept'],
  ['U7', 'a step arrives after the report was closed', 'it is parked and explained'],
  [
    'U8',
    'a record is cancelled here and altered there',
    'whichever comes first, nothing rises again and nothing disappears unseen',
  ],
  ['U9', 'signing out with unsent work', 'refused, with a choice'],
  [
    'U10',
    'a second person uses the phone',
    'each has their own database, and the first one’s work still goes out',
  ],
  ['U11', 'the phone is told to wipe itself', 'it hands in first, then erases, then says so'],
  [
    'U12',
    'a phone is stolen and never heard of again',
    'its credential is dead at once, and an incident names what it last reported',
  ],
  ['U13', 'the person clears the browser', 'as when the browser does it'],
  ['U14', 'a double tap on Save', 'one record'],
  [
    'U15',
    'the same photo twice, and by two people',
    'its bytes are kept once and both records show it',
  ],
  ['U16', 'a thousand photos after a month', 'text goes first, and memory stays small'],
  [
    'U17',
    'a rescue file is taken in twice, and the phone syncs as well',
    'everything is there once',
  ],
  [
    'U18',
    'a phone comes back after fourteen months',
    'its work is taken in, it reads everything anew, and nothing rises again',
  ],
]

export const matrix: readonly MatrixRow[] = lines.map(([id, fault, holds, notHere]) => ({
  id,
  fault,
  holds,
  ...(notHere ? { notHere } : {}),
}))
