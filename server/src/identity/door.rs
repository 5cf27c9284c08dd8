//! What a request brings to the door: the session's secret, whether it came over TLS, what kind of device it is.

use super::{Device, Token};
use crate::{caller::Caller, store::session::SESSION_MS_MAX, visit::Visit};
use axum::{
    extract::FromRequestParts,
    http::{header::USER_AGENT, request::Parts},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use core::convert::Infallible;

/// The cookie's name. Not `__Host-`: where a pilot runs without TLS a browser would refuse it, and a name that changes with
/// the address would sign everybody out on the day the certificate comes (docs/adr/0022).
pub const SESSION_COOKIE: &str = "jiefang_session";
/// Browsers by the mark each leaves; those that carry another's mark too come before it.
const BROWSERS: [(&str, &str); 9] = [
    ("MicroMessenger", "WeChat"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];

/// Somebody at the door.
#[derive(Clone, Debug)]
pub struct Door {
    jar: CookieJar,
    secure: bool,
    kind: String,
    device: Device,
    visit: Visit,
}

impl<S: Send + Sync> FromRequestParts<S> for Door {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        let agent = parts.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let jar = CookieJar::from_headers(&parts.headers);
        let device = Device::presented(&jar);
        Ok(Self { jar, secure: secure(parts), kind: kind(agent), device, visit })
    }
}

/// Whether the request came over TLS.
fn secure(parts: &Parts) -> bool {
    Caller::of(&parts.extensions, &parts.headers).secure
}

/// What kind of device and which browser: `phone Chrome`. No more of the header is kept.
fn kind(agent: &str) -> String {
    let has = |mark: &str| agent.contains(mark);
    let device = match () {
        () if has("iPad") || has("Tablet") || has("Android") && !has("Mobile") => "tablet",
        () if has("Mobile") || has("iPhone") => "phone",
        () if has("Windows") || has("Macintosh") || has("Linux") || has("CrOS") => "computer",
        () => "other",
    };
    let browser = BROWSERS.iter().find(|(mark, _)| has(mark)).map_or("", |(_, name)| *name);
    [device, " ", browser].concat()
}

impl Door {
    /// The session's secret, where the request carries one.
    pub fn presented(&self) -> Option<Token> {
        self.jar.get(SESSION_COOKIE).and_then(|cookie| Token::presented(cookie.value()))
    }

    /// What kind of device it is.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Who has signed in on that browser before.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The request.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The cookie that carries a session: unreadable for scripts, unsent by other sites' forms.
    pub fn entered(self, token: &Token) -> CookieJar {
        let cookie = Cookie::build((SESSION_COOKIE, token.reveal().to_owned()))
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .path("/")
            .max_age(time::Duration::milliseconds(SESSION_MS_MAX));
        self.jar.add(cookie.build())
    }

    /// The cookie that takes a session away.
    pub fn left(self) -> CookieJar {
        let cookie = Cookie::build((SESSION_COOKIE, "")).http_only(true).secure(self.secure);
        let mut cookie = cookie.same_site(SameSite::Lax).path("/").build();
        cookie.make_removal();
        self.jar.add(cookie)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_told_in_two_words_and_no_more_of_it_is_kept() {
        for (agent, told) in [
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
                "phone Chrome",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
                "phone Safari",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12; ELS-AN00; HMSCore 6.12) Chrome/114.0 HuaweiBrowser/15.0 Mobile Safari/537.36",
                "phone Huawei",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0) Mobile/15E148 MicroMessenger/8.0.40", "phone WeChat"),
            ("Mozilla/5.0 (Linux; Android 13; SM-X200) Chrome/126.0.0.0 Safari/537.36", "tablet Chrome"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "computer Edge"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "computer Firefox"),
            ("curl/8.5.0", "other "),
            ("", "other "),
        ] {
            assert_eq!(kind(agent), told, "{agent}");
        }
    }
}
