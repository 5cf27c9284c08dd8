//! What an API call may end in when it does not end well: a status, a code for programs, words for people.
//!
//! Handlers return [`ApiError`]; the boundary (`boundary.rs`) turns it into the envelope, because only there the
//! language and the request's id are known.

use crate::{store::StoreError, sync::WriterError};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiefang_domain::Lang;

macro_rules! api_errors {
    ($( $(#[$meta:meta])* $name:ident = $status:ident $code:literal $zh:literal $en:literal ),* $(,)?) => {
        /// Why an API call was not answered as asked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ApiError {
            $( $(#[$meta])* $name, )*
        }

        impl ApiError {
            /// Every error there is.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// The HTTP status it is answered with.
            pub const fn status(self) -> StatusCode {
                match self { $( Self::$name => StatusCode::$status, )* }
            }

            /// Its code, the same for ever.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// What is wrong and what to do, for the person at the screen.
            pub const fn words(self, lang: Lang) -> &'static str {
                match self { $( Self::$name => lang.pick($zh, $en), )* }
            }
        }
    };
}

api_errors! {
    /// The request could not be read.
    Malformed = BAD_REQUEST "malformed"
        "请求读不出来。请刷新页面再试。" "The request could not be read. Reload the page and try again.",
    /// Nobody is signed in, or no longer.
    NotSignedIn = UNAUTHORIZED "not_signed_in"
        "请先登录。" "Please sign in first.",
    /// Name and passphrase do not fit; the same whether the name is known or not.
    SignInFailed = UNAUTHORIZED "sign_in_failed"
        "姓名（或电话）与口令不符。请再试；忘了口令，就请社区工作人员当面做一个新编码。"
        "The name (or phone) and passphrase do not match. Try again; where the passphrase is forgotten, ask a community worker for a new code.",
    /// The role may not do this here.
    NotYours = FORBIDDEN "not_yours"
        "您的身份不能办这一步。请找社区工作人员。" "Your role cannot do this here. Ask a community worker.",
    /// A write that another site's page asked for.
    CrossOrigin = FORBIDDEN "cross_origin"
        "这个请求来自别的网站，没有办理。" "The request came from another site and was refused.",
    /// There is nothing here, or nothing for this person.
    NotFound = NOT_FOUND "not_found"
        "没有找到。" "There is nothing here.",
    /// The code was used, has expired, or never existed.
    EnrolmentUnknown = NOT_FOUND "enrolment_unknown"
        "这个编码不对，或者用过了、过期了。请对照纸上再看一遍，还不行就请社区工作人员重新做一个。"
        "This code is not right, or it was used or has expired. Compare it with the paper once more, or ask a community worker for a new one.",
    /// The code of the first start was used, or is another server's.
    StartUnknown = NOT_FOUND "start_unknown"
        "这个编码不对，或者这台服务器已经设置好了。请看启动服务器的地方显示的编码。"
        "This code is not right, or the server is set up already. Look at the code shown where the server was started.",
    /// Something of the first start is missing.
    StartIncomplete = UNPROCESSABLE_ENTITY "start_incomplete"
        "街道、社区和每个人的名字都要填，不超过 60 个字；社区不能重名，最多 60 个。"
        "Subdistrict, communities and everybody's name are needed, at most 60 characters each; at most 60 communities, none twice.",
    /// The person was stopped.
    Stopped = FORBIDDEN "stopped"
        "这个人的登录已经停用，先要恢复。请找社区工作人员。"
        "This person's sign-in is stopped and has to be resumed first. Ask a community worker.",
    /// The administrators and the officers are different people.
    DutiesApart = CONFLICT "duties_apart"
        "三位管理员和街道干部要是不同的人，请另选一位。"
        "The three administrators and the officers are different people. Choose somebody else.",
    /// Something in the place still stands.
    HoldsPlaces = CONFLICT "holds_places"
        "里面还有没有撤销的小区或楼栋，请先撤销或移出。"
        "Estates or buildings in it still stand. Close or move those first.",
    /// Another method is meant.
    MethodNotAllowed = METHOD_NOT_ALLOWED "method_not_allowed"
        "这里不能这样办。" "This cannot be done here in that way.",
    /// The `client_id` belongs to somebody else (S10).
    ClientOfAnother = CONFLICT "client_of_another"
        "这台设备上的记录属于另一个人，没有送出。请退出后重新登录。"
        "What waits on this device belongs to another person and was not sent. Sign out and in again.",
    /// The body is larger than a request may be.
    BodyTooLarge = PAYLOAD_TOO_LARGE "body_too_large"
        "一次送来的内容太大，没有记下。请分几次，或写短一些。"
        "The request is too large and was not recorded. Send less at a time, or shorten the text.",
    /// The body is not JSON by its header.
    NotJson = UNSUPPORTED_MEDIA_TYPE "not_json"
        "请求的格式不对。" "The request must be JSON.",
    /// The passphrase is too short.
    PassphraseTooShort = UNPROCESSABLE_ENTITY "passphrase_too_short"
        "口令太短，至少要 8 个字符。" "The passphrase is too short; use at least 8 characters.",
    /// The passphrase is too long.
    PassphraseTooLong = UNPROCESSABLE_ENTITY "passphrase_too_long"
        "口令太长，最多 200 个字符。" "The passphrase is too long; use at most 200 characters.",
    /// The passphrase is of one or two kinds of character, and the deployment asks for three.
    PassphraseOneKind = UNPROCESSABLE_ENTITY "passphrase_one_kind"
        "口令要有三种字符，例如大写、小写、数字、汉字、标点中的三种。"
        "The passphrase needs three kinds of character: capitals, small letters, digits, other letters, signs.",
    /// The passphrase is among what is tried first.
    PassphraseGuessable = UNPROCESSABLE_ENTITY "passphrase_guessable"
        "这个口令太容易猜：常见的、连着的、重复的、生日、自己的名字和电话都不行。几个不相干的词连起来，好记也难猜。"
        "This is guessed too easily: common words, rows, repetitions, birthdays, your own name or number. Some words that have nothing to do with each other are easy to keep and hard to guess.",
    /// The passphrase is right, and older than the deployment allows.
    PassphraseOld = FORBIDDEN "passphrase_old"
        "口令已满 90 天，按本单位的规定要换。请社区工作人员重新发一个登录码。"
        "The passphrase is 90 days old and must be changed here. Ask a community worker for a new code.",
    /// A photo still says more than what is seen in it.
    PhotoMetadata = UNPROCESSABLE_ENTITY "photo_metadata"
        "照片里还带着拍摄时间、地点一类的信息，没有收下。请重新选这张照片。"
        "The photo still carries data such as when or where it was taken and was not kept. Choose it once more.",
    /// A photo has too many bytes or pixels, or is a ribbon.
    PhotoTooLarge = UNPROCESSABLE_ENTITY "photo_too_large"
        "照片太大或太长，没有收下。请重新选，或另拍一张。"
        "The photo is too large or too long and was not kept. Choose it once more, or take another.",
    /// What was sent as a photo is none.
    NoPhoto = UNPROCESSABLE_ENTITY "no_photo"
        "照片打不开，没有收下。请换一张。" "The photo cannot be opened and was not kept. Choose another.",
    /// What arrived is not what was announced.
    PhotoDiffers = CONFLICT "photo_differs"
        "照片在路上损坏了，没有收下，会再送一次。" "The photo was damaged on its way and was not kept. It is sent once more.",
    /// The person has too many photos on their way, or in no record.
    TooManyPhotos = TOO_MANY_REQUESTS "too_many_photos"
        "还没送完的照片太多，请过一会儿再试。" "Too many photos are on their way. Please try again in a while.",
    /// What was uploaded as a list is none.
    NoList = UNPROCESSABLE_ENTITY "no_list"
        "只能读 xlsx 和 csv。请在表格软件里另存为 xlsx。" "Only xlsx and csv are read. Save it as xlsx.",
    /// A list holds nothing.
    ListEmpty = UNPROCESSABLE_ENTITY "list_empty"
        "文件里没有内容。" "The file is empty.",
    /// A list cannot be opened.
    ListDamaged = UNPROCESSABLE_ENTITY "list_damaged"
        "文件打不开，可能损坏了。请另存一份再试。" "The file cannot be opened. Save it anew and try again.",
    /// A list has too many lines.
    ListTooLong = UNPROCESSABLE_ENTITY "list_too_long"
        "表格超过 60,000 行，请分成几份。" "More than 60,000 lines: split the file.",
    /// A workbook unpacks to far more than it is.
    ListBomb = UNPROCESSABLE_ENTITY "list_bomb"
        "表格解开后大得不正常，没有读。请另存为一份新的 xlsx 再试。"
        "The workbook unpacks to far more than is usual and was not read. Save it anew as xlsx.",
    /// Too many wrong passphrases for this account.
    SlowDown = TOO_MANY_REQUESTS "slow_down"
        "试错次数多了，请过一分钟再试。" "Too many wrong tries. Please wait a minute and try again.",
    /// Something inside went wrong.
    Internal = INTERNAL_SERVER_ERROR "internal"
        "服务器出了问题，没有办成。请过一会儿再试。" "Something went wrong on the server. Please try again in a while.",
    /// The server has as much to do as it takes on.
    Busy = SERVICE_UNAVAILABLE "busy"
        "现在人多，请过一会儿再试。" "The server is busy. Please try again in a while.",
    /// The request took too long to arrive or to answer.
    TooSlow = REQUEST_TIMEOUT "too_slow"
        "请求太慢，没有办成。请再试。" "The request took too long. Please try again.",
    /// The disk does not take writes.
    DiskFull = INSUFFICIENT_STORAGE "disk_full"
        "服务器的磁盘写不进去了，请告诉管理员。您的记录还在手机里。"
        "The server's disk cannot be written. Tell the administrator. Your entries are still on your device.",
}

impl ApiError {
    /// The error behind a bare status, as the libraries beneath give it.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::NotSignedIn,
            StatusCode::FORBIDDEN => Self::NotYours,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::TooSlow,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::NotJson,
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            _ if status.is_client_error() => Self::Malformed,
            _ => Self::Internal,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if matches!(error, StoreError::Disk(_)) { Self::DiskFull } else { Self::Internal }
    }
}

impl From<WriterError> for ApiError {
    fn from(error: WriterError) -> Self {
        match error {
            WriterError::Stopped => Self::Busy,
            WriterError::NoSuchBook => Self::NotFound,
            WriterError::ForeignClient => Self::ClientOfAnother,
            WriterError::NotWellFormed => Self::Malformed,
            // The writer has told its log already.
            WriterError::Disk(_) => Self::DiskFull,
            WriterError::Store(_) => Self::Internal,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_a_code_of_its_own_and_words_in_both_languages() {
        for (i, error) in ApiError::ALL.iter().enumerate() {
            assert!(error.words(Lang::Zh).chars().any(|c| c > '\u{4e00}'), "{error:?}");
            assert!(error.words(Lang::En).is_ascii(), "{error:?}");
            assert!(ApiError::ALL[..i].iter().all(|other| other.code() != error.code()), "{error:?}");
            assert!(error.status().is_client_error() || error.status().is_server_error());
        }
    }
}
