//! Photos of records.

super::words! {
    TAKE = "拍张照片", "Take a photo";
    CHOOSE = "选照片", "Choose photos";
    MAKING = "照片正在缩小，请稍等", "Shrinking the photo; wait a moment";
    NTH = "照片 {}", "Photo {}";
    REMOVE = "去掉照片 {}", "Remove photo {}";
    UNREADABLE = "这张照片打不开，请换一张", "That photo cannot be opened; choose another";
    INSECURE = "网址不是 https，加不了照片。", "Photos need an https address.";
    PHOTOS = "照片", "Photos";
    ABSENT = "照片不在这台手机上，有信号时点这里", "Not on this phone; tap when there is a network";
    WAITING = "{} 张照片等信号", "{} photos waiting";
    SENDING = "正在送出 {} 张照片", "Sending {} photos";
    UNSENT = "没送出的照片", "Photos not sent";
}
