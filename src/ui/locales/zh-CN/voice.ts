export const voice = {
  note: '录音',
  nth: '录音{index}',
  record: '录音',
  stop: '停止录音',
  recording: '正在录音',
  left: '还可录{count}秒',
  remove: '去掉{name}',
  removed: '已去掉一段录音',
  notKept: '没有录上',
  dictation: '也可以点键盘上的麦克风，说出来就是字。',
}
