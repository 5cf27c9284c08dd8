//! Photos of records.

super::words! {
    LEGEND = "照片（可以不拍，最多四张）", "Photos (optional, up to four)";
    TAKE = "拍一张", "Take one";
    CHOOSE = "选照片", "Choose";
    MAKING = "正在缩小…", "Shrinking…";
    STILL_MAKING = "照片还在缩小，请稍等一下再记", "A photo is still being made smaller; wait a moment";
    NTH = "第 {} 张照片", "Photo {}";
    REMOVE = "去掉第 {} 张照片", "Remove photo {}";
    ENLARGE = "放大第 {} 张照片", "Enlarge photo {}";
    UNREADABLE = "这张照片打不开，请换一张，或者现拍", "This photo cannot be opened; choose another or take one";
    TOO_LONG = "这张照片太长了，请换一张，或者现拍", "This photo is too long; choose another or take one";
    INSECURE = "网址不是 https，这里加不了照片。文字照样能记。", "Photos need an https address. Recording without them works.";
    PHOTOS = "照片", "Photos";
    LATER = "没有信号，连上后再看", "No network; shown once there is";
    NOT_YET = "照片还没送到，点一下再看", "Not here yet; tap to look again";
    WAITING = "{} 张照片等信号", "{} photos waiting";
    SENDING = "正在送出 {} 张照片", "Sending {} photos";
    UNSENT = "照片还没送出", "Photos not sent yet";
    NOT_TAKEN = "没被收下的照片", "Photos not taken";
    COUNT = "{} 张", "{}";
}
