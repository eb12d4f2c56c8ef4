export const syncLog = {
  done: '送出{pushed}条、照片文件{photosSent}个；收到{pulledRows}条',
}
