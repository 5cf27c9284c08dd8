//! The wall's page around the panel, and the page that says there is no such wall.

use super::{
    VERSION,
    frame::Frame,
    words::{age_class, clock, moment},
};
use crate::error::ApiError;
use jiefang_domain::{Id, Lang, Millis};
use maud::{DOCTYPE, Markup, PreEscaped, html};

fn head(title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="robots" content="noindex";
        title { (title) }
        link rel="stylesheet" href=(format!("/screen/wall.css?v={}", VERSION.as_str()));
    }
}

/// The whole page. What the script needs stands in `data-` attributes.
pub fn wall(community: &Id, frame: &Frame, lang: Lang, demo: bool, now: Millis) -> Markup {
    let title = format!("{} · {}", frame.name(), lang.pick("街坊的事", "the neighbourhood"));
    let class = format!("wall {} shift-0", age_class(now - frame.computed_at_ms));
    let as_of = lang.pick("数据截至", "Data as of");
    let live = format!("/screen/{community}/live?lang={}", lang.tag());
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                (head(&title))
                script src=(format!("/screen/wall.js?v={}", VERSION.as_str())) defer {}
            }
            body class=(class) data-live=(live) data-now=(now) data-computed=(frame.computed_at_ms) data-as-of=(as_of) {
                header class="w-top" {
                    h1 { (title) }
                    @if demo { p class="w-demo" { (lang.pick("演示数据", "Demonstration data")) } }
                    time class="w-clock num" { (moment(now, lang)) }
                }
                p class="w-notice" role="alert" {
                    (lang.pick(
                        "数据已超过一天没有更新，请告诉社区工作人员。",
                        "The data is more than a day old. Please tell a community worker.",
                    ))
                }
                (PreEscaped(frame.panel(lang)))
                footer class="w-foot num" {
                    p class="w-age" { (as_of) " " (clock(frame.computed_at_ms)) }
                    p { (lang.pick("今日账本校验码", "Today's ledger head")) " " b class="w-ledger" { (frame.ledger()) } }
                    p { (lang.pick("想提一件事？找您的楼长或社区工作人员", "Something to raise? Ask your steward or a community worker")) }
                }
            }
        }
    }
}

/// Says in words that there is nothing to show.
pub fn nothing(error: ApiError, lang: Lang) -> Markup {
    let (title, what) = match error {
        ApiError::NotFound => (
            lang.pick("没有这块屏", "There is no such wall"),
            lang.pick("请核对网址里的社区。", "Check the community in the address."),
        ),
        other => (lang.pick("现在打不开", "Not available now"), other.words(lang)),
    };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head { (head(title)) }
            body class="wall" { main class="w-pair" { h1 { (title) } p { (what) } } }
        }
    }
}
