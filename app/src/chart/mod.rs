//! Bars by month, with the same figures as a table beside them.

use crate::{
    text::{dashboard as words, shell},
    ui::{Node, Ui, el, of, svg},
};

/// Where the bars stand, in thousandths of the height.
const BASE: i64 = 820;
const TOP: i64 = 120;
const AXIS: &str = "96%";

/// One row of bars.
pub struct Series {
    /// What it is called.
    pub name: &'static str,
    /// How much, by slot; nothing where it may not be shown.
    pub values: Vec<Option<i64>>,
}

/// A chart of one or two series.
pub struct Chart {
    /// `c`, `t` or `s`.
    pub class: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The slots' names.
    pub slots: Vec<String>,
    /// The lighter one first.
    pub series: Vec<Series>,
}

/// Thousandths as a percentage: `12.5%`.
fn percent(thousandths: i64) -> String {
    [(thousandths / 10).to_string(), ".".into(), (thousandths % 10).to_string(), "%".into()].concat()
}

fn line(y: i64, class: &'static str) -> Node {
    let y = percent(y);
    svg("line").attr("class", class).attr("x1", "0").attr("x2", "100%").attr("y1", y.clone()).attr("y2", y).into()
}

fn label(class: &'static str, x: i64, y: String, text: String) -> Node {
    svg("text").attr("class", class).attr("x", percent(x)).attr("y", y).put(text).into()
}

impl Chart {
    fn most(&self) -> i64 {
        self.series.iter().flat_map(|s| s.values.iter().flatten()).copied().max().unwrap_or(0).max(1)
    }

    fn slot(&self) -> i64 {
        1_000 / i64::try_from(self.slots.len()).unwrap_or(1).max(1)
    }

    fn bars(&self, i: usize, left: i64) -> Vec<Node> {
        let slot = self.slot();
        let count = i64::try_from(self.series.len()).unwrap_or(1).max(1);
        let width = slot * 6 / 10 / count;
        let mut x = left + (slot - width * count - (count - 1) * slot / 20) / 2;
        let mut nodes = Vec::new();
        for (n, series) in self.series.iter().enumerate() {
            let soft = n + 1 < self.series.len();
            let value = series.values.get(i).copied().flatten().unwrap_or(0);
            let height = value.max(0) * (BASE - TOP) / self.most();
            let class = if soft { "b soft" } else { "b" };
            let bar = svg("rect")
                .attr("class", class)
                .attr("rx", "3")
                .attr("x", percent(x))
                .attr("y", percent(BASE - height));
            nodes.push(bar.attr("width", percent(width)).attr("height", percent(height)).into());
            if !soft && value > 0 {
                nodes.push(label("val", x + width / 2, percent(BASE - height - 30), value.to_string()));
            }
            x += width + slot / 20;
        }
        nodes
    }

    fn drawing(&self) -> Node {
        let grid = [TOP, TOP.midpoint(BASE)].map(|y| line(y, "gl"));
        let mut drawing = svg("svg").attr("class", "bars").attr("role", "img").attr("aria-label", self.title);
        drawing = drawing.all(grid).put(line(BASE, "gl base"));
        let slot = self.slot();
        for ((i, name), left) in self.slots.iter().enumerate().zip((0..).step_by(usize::try_from(slot).unwrap_or(1))) {
            drawing = drawing.all(self.bars(i, left));
            drawing = drawing.put(label("ax", left + slot / 2, AXIS.into(), name.clone()));
        }
        drawing.into()
    }

    fn table(&self, ui: Ui) -> Node {
        let heading = |words: &'static str| el("th").attr("scope", "col").attr("class", "n").put(words).into();
        let head = el("tr")
            .put(el("th").attr("scope", "col").say(ui, words::COLUMN_MONTH))
            .all(self.series.iter().map(|series| heading(series.name)));
        let rows = self.slots.iter().enumerate().map(|(i, name)| {
            let cells = self.series.iter().map(|series| {
                let value = series.values.get(i).copied().flatten();
                of("td", "n").put(value.map_or_else(|| ui.t(shell::FEW).into(), |v| v.to_string())).into()
            });
            el("tr").put(el("th").attr("scope", "row").put(name.clone())).all(cells).into()
        });
        let table = of("table", "table num").put(el("thead").put(head)).put(el("tbody").all(rows));
        let scroll = of("div", "scroll").attr("tabindex", "0").attr("role", "region").attr("aria-label", self.title);
        of("details", "fold").put(el("summary").say(ui, words::TABLE)).put(scroll.put(table)).into()
    }

    /// The chart and its table.
    pub fn node(&self, ui: Ui) -> Node {
        let last = self.series.len().saturating_sub(1);
        let keys = self
            .series
            .iter()
            .enumerate()
            .map(|(n, series)| of("span", if n == last { "key" } else { "key soft" }).put(series.name).into());
        let class = match self.class {
            "c" => "chart c",
            "t" => "chart t",
            _ => "chart s",
        };
        of("figure", class).put(self.drawing()).put(el("figcaption").all(keys)).put(self.table(ui)).into()
    }
}
