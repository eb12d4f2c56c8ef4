export { readShared, type Shared } from '#client/page/sharedFiles.ts'
