//! Reading a QR code.

super::words! {
    SCAN = "扫码", "Scan";
    TITLE = "扫二维码", "Scan a QR code";
    OPENING = "正在打开相机…", "Opening the camera…";
    DENIED = "没有让用相机：请在浏览器设置里允许。也可以选一张照片，或者关掉这里输编号。",
        "The camera is not allowed: allow it in the browser's settings. Or choose a picture, or close this and type the code.";
    NO_CAMERA = "这里打不开相机。可以选一张照片，或者关掉这里输编号。",
        "The camera cannot be opened here. Choose a picture, or close this and type the code.";
    INSECURE = "网址不是 https，用不了相机。可以选一张照片，或者关掉这里输编号。",
        "The camera needs an https address. Choose a picture, or close this and type the code.";
    NOT_HERE = "扫码要用的还没有取到手机里，有信号时再试。编号一样可以输。",
        "What scanning needs is not on this phone yet; try again with a network. The code can be typed as well.";
    CHOOSE = "拍一张或选一张照片", "Take or choose a picture";
    LOOKING = "正在看照片…", "Looking at the picture…";
    NOTHING = "照片里没有看清二维码。拍近些、正些再试。", "No QR code could be read in it. Take it closer and straight.";
    FOREIGN = "这个二维码不是这里用的，没有打开。", "That QR code is not one for this; it was not opened.";
}
